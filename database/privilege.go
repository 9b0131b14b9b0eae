package database

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// servantOf returns the user PostgreSQL has to run as, since it refuses to run as root; nil means as ourselves. An
// existing cluster keeps its owner, so that a data directory made by one user still works when root serves it.
func servantOf(cluster string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // ourselves, as the comment above says
	}
	info, err := os.Stat(cluster)
	if err == nil {
		if owner, ok := info.Sys().(*syscall.Stat_t); ok && owner.Uid != 0 {
			return &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}, nil
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("look at the cluster: %w", err)
	}
	return firstUser("postgres", "nobody")
}

func firstUser(names ...string) (*syscall.Credential, error) {
	for _, name := range names {
		found, err := user.Lookup(name)
		var unknown user.UnknownUserError
		switch {
		case errors.As(err, &unknown):
			continue
		case err != nil:
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		return credentialOf(found)
	}
	return nil, fmt.Errorf("PostgreSQL does not run as root, and this system has none of the users %q it could run as", names)
}

func credentialOf(u *user.User) (*syscall.Credential, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", u.Username, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", u.Username, err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// giveTo makes the servant the owner of a directory.
func giveTo(servant *syscall.Credential, dir string) error {
	if servant == nil {
		return nil
	}
	return os.Chown(dir, int(servant.Uid), int(servant.Gid))
}
