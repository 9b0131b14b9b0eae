// Package imports reads the files that people send: the registry of communities and published goal
// trees. It turns a file into values or into the list of all its faults, and renders what was read;
// run.go hands them to the store.
package imports
