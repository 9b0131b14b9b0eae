package resolvers_test

import (
	"testing"

	"hromada/auth"
)

func TestViewersLearnWhoTheyAre(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	const who = `{ viewer { role can user { name memberships { role grade community { code } region { code } active } } } }`
	for name, want := range map[string]struct {
		person *person
		body   string
	}{
		"a visitor":     {&person{api: a}, `{"role":null,"can":[],"user":null}`},
		"a new account": {a.someone("nobody"), `{"role":null,"can":["READ_USERS","CHANGE_PASSWORD"],"user":{"name":"nobody","memberships":[]}}`},
		"staff": {
			a.someone("editor", staffOf(yakushynetska, auth.Editor)),
			`{"role":"STAFF","can":["READ_WORKING_TREE","EDIT_TREE","REPORT_PROGRESS","COMMENT","EDIT_COMMUNITY_PROBLEMS","EDIT_SURVEY","READ_USERS","CHANGE_PASSWORD"],"user":{"name":"editor","memberships":[` +
				`{"role":"STAFF","grade":"EDITOR","community":{"code":"UA05020310000080026"},"region":null,"active":true}]}}`,
		},
		"an expert who also serves": {
			a.someone("both", expertOf(vinnytskaOblast), staffOf(yakushynetska, auth.Head)),
			`{"role":"EXPERT","can":["READ_WORKING_TREE","EDIT_TREE","REPORT_PROGRESS","SUBMIT_TREE","WITHDRAW_TREE","RETURN_TREE","ENDORSE_TREE",` +
				`"ADOPT_TREE","COMMENT","ASSIGN_EXPERT","EDIT_PROBLEMS","EDIT_COMMUNITY_PROBLEMS","EDIT_SURVEY","PUBLISH_SURVEY","READ_USERS","CHANGE_PASSWORD"],"user":{"name":"both","memberships":[` +
				`{"role":"STAFF","grade":"HEAD","community":{"code":"UA05020310000080026"},"region":null,"active":true},` +
				`{"role":"EXPERT","grade":null,"community":null,"region":{"code":"UA05000000000010236"},"active":true}]}}`,
		},
		"an administrator": {
			a.someone("admin", administrator()),
			`{"role":"ADMIN","can":["READ_WORKING_TREE","EDIT_TREE","REPORT_PROGRESS","SUBMIT_TREE","WITHDRAW_TREE","RETURN_TREE","ENDORSE_TREE",` +
				`"ADOPT_TREE","SET_REPORTING","COMMENT","ASSIGN_EXPERT","EDIT_PROBLEMS","EDIT_COMMUNITY_PROBLEMS","EDIT_SURVEY","PUBLISH_SURVEY","READ_USERS","READ_AUDIT_LOG","INVITE_USER","DISABLE_USER","CHANGE_PASSWORD","GRANT_MEMBERSHIP",` +
				`"REVOKE_MEMBERSHIP"],"user":{"name":"admin","memberships":[{"role":"ADMIN","grade":null,"community":null,"region":null,"active":true}]}}`,
		},
	} {
		ask := want.person.ask
		if want.person.token == "" {
			ask = want.person.api.ask
		}
		if got := ask(who, nil); got.Body != `{"data":{"viewer":`+want.body+"}}\n" {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
}
