package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/models"
)

// userPage is a page of accounts.
type userPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	Edges []struct{ Cursor string }
	Nodes []struct{ ID, Name string }
}

func (p userPage) names() string {
	all := make([]string, len(p.Nodes))
	for i, n := range p.Nodes {
		all[i] = n.Name
	}
	return strings.Join(all, " ")
}

func usersFor(tb testing.TB, who asker, variables vars) userPage {
	tb.Helper()
	return showing[userPage](tb, who, "users", `query($f: UserFilter, $first: Int, $after: String, $last: Int, $before: String) {
		users(filter: $f, first: $first, after: $after, last: $last, before: $before) {
			totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } nodes { id name } } }`, variables)
}

func TestUsersAreFiltered(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("zadmin", administrator())
	for _, n := range []models.NewUser{
		{Email: "olena@first.example", Name: "Олена Ґанок", Memberships: []models.Grant{staffOf(yakushynetska, auth.Head)}},
		{Email: "ivan@second.example", Name: "Іван П'ятий", Memberships: []models.Grant{expertOf(vinnytskaOblast), staffOf(vinnytska, auth.Reader)}},
		{Email: "100%_x@third.example", Name: "Їжак", Memberships: []models.Grant{{Role: auth.Observer, RegionCode: new(vinnytskaOblast), Until: new(noon.Add(time.Minute))}}},
		{Email: "yurii@third.example", Name: "Єгор"},
	} {
		a.account(n)
	}
	a.exec(`UPDATE users SET disabled_at = $1 WHERE name = 'Єгор'`, noon)
	a.clock.pass(time.Minute)
	const olena, ivan, yizhak, yehor = "Олена Ґанок", "Іван П'ятий", "Їжак", "Єгор"
	for _, c := range []struct {
		filter vars
		want   []string
	}{
		{nil, []string{"zadmin", yehor, ivan, yizhak, olena}},
		{vars{"disabled": true}, []string{yehor}},
		{vars{"disabled": false}, []string{"zadmin", ivan, yizhak, olena}},
		{vars{"role": []string{"STAFF"}}, []string{ivan, olena}},
		{vars{"role": []string{"EXPERT", "ADMIN"}}, []string{"zadmin", ivan}},
		{vars{"role": []string{"OBSERVER"}}, nil}, // what has ended is held no more
		{vars{"role": []string{}}, nil},
		{vars{"communityCode": yakushynetska}, []string{olena}},
		{vars{"communityCode": vinnytska, "role": []string{"STAFF"}}, []string{ivan}},
		{vars{"text": vars{"contains": "ґан"}}, []string{olena}},
		{vars{"text": vars{"contains": "п’ят"}}, []string{ivan}},
		{vars{"text": vars{"startsWith": "ІВАН"}}, []string{ivan}},
		{vars{"text": vars{"startsWith": "third"}}, nil},
		{vars{"text": vars{"contains": "THIRD.example"}}, []string{yehor, yizhak}},
		{vars{"text": vars{"contains": "100%_"}}, []string{yizhak}},
		{vars{"text": vars{"contains": "%"}, "disabled": true}, nil},
		{vars{"text": vars{"contains": `\`}}, nil},
		{vars{"text": vars{"contains": "' OR 1=1 --"}}, nil},
	} {
		slices.Sort(c.want)
		got := usersFor(t, admin, vars{"f": c.filter})
		names := make([]string, len(got.Nodes))
		for i, n := range got.Nodes {
			names[i] = n.Name
		}
		sorted := slices.Sorted(slices.Values(names))
		if !slices.Equal(sorted, c.want) || got.TotalCount != len(c.want) {
			t.Errorf("%v: %d %q, want %q", c.filter, got.TotalCount, names, c.want)
		}
	}
	if got := usersFor(t, admin, nil).names(); got != "zadmin Єгор Іван П'ятий Їжак Олена Ґанок" && got != "Єгор Іван П'ятий Їжак Олена Ґанок zadmin" {
		t.Errorf("the order is %s", got)
	}
}

func TestUserFiltersAreChecked(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	for _, c := range []struct {
		variables vars
		want      string
	}{
		{vars{"f": vars{"communityCode": "UA99020010000000000"}}, "NOT_FOUND filter.communityCode"},
		{vars{"f": vars{"communityCode": "12"}}, "INVALID_INPUT filter.communityCode"},
		{vars{"f": vars{"role": slices.Repeat([]string{"ADMIN"}, 101)}}, "INVALID_INPUT filter.role"},
		{vars{"f": vars{"text": vars{"contains": " "}}}, "INVALID_INPUT filter.text.contains"},
		{vars{"f": vars{"text": vars{"startsWith": strings.Repeat("а", 201)}}}, "INVALID_INPUT filter.text.startsWith"},
		{vars{"f": vars{"text": vars{"contains": "а\x00"}}}, "INVALID_INPUT filter.text.contains"},
		{vars{"first": 101}, "INVALID_INPUT first"},
		{vars{"first": -1}, "INVALID_INPUT first"},
		{vars{"first": 1, "last": 1}, "INVALID_INPUT last"},
		{vars{"after": "nothing"}, "INVALID_INPUT after"},
	} {
		for who, person := range map[string]*person{"admin": admin, "olia": olia} {
			got := person.ask(`query($f: UserFilter, $first: Int, $after: String, $last: Int) { users(filter: $f, first: $first, after: $after, last: $last) { nodes { id } } }`, c.variables)
			if len(got.Errors) != 1 || string(got.Errors[0].Extensions.Code)+" "+got.Errors[0].Extensions.Field != c.want {
				t.Errorf("%s asks %v: %s\nwant %s", who, c.variables, got.Body, c.want)
			}
		}
	}
}

func TestUsersComeByPages(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin := a.someone("admin", administrator())
	for i := range 12 {
		a.account(models.NewUser{Email: fmt.Sprintf("p%d@people.example", i), Name: fmt.Sprintf("name %d", i/3)}) // three of each name
	}
	all := usersFor(t, admin, vars{"first": 100})
	if len(all.Nodes) != 13 || all.TotalCount != 13 || all.PageInfo.HasNextPage || all.PageInfo.HasPreviousPage {
		t.Fatalf("%+v", all)
	}
	for size := 1; size <= 14; size++ {
		for _, way := range []struct{ size, cursor string }{{"first", "after"}, {"last", "before"}} {
			var cursor *string
			got := []string{}
			for pages := 0; pages <= 13; pages++ {
				page := usersFor(t, admin, vars{way.size: size, way.cursor: cursor})
				ids := []string{}
				for _, n := range page.Nodes {
					ids = append(ids, n.ID)
				}
				more := page.PageInfo.HasNextPage
				cursor = page.PageInfo.EndCursor
				if way.size == "last" {
					got, more, cursor = append(ids, got...), page.PageInfo.HasPreviousPage, page.PageInfo.StartCursor
				} else {
					got = append(got, ids...)
				}
				if page.TotalCount != 13 {
					t.Errorf("%d in all", page.TotalCount)
				}
				if !more {
					break
				}
			}
			for i, n := range all.Nodes {
				if len(got) != 13 || got[i] != n.ID {
					t.Fatalf("%s %d gives %v", way.size, size, got)
				}
			}
		}
	}
}

// TestOthersSeeThemselvesAlone: no filter, count or order tells somebody who else has an account.
func TestOthersSeeThemselvesAlone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia", staffOf(yakushynetska, auth.Head))
	a.someone("petro", staffOf(yakushynetska, auth.Head))
	done(t, admin, "disableUser", vars{"id": a.someone("shut").id.String()})
	done(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{"role": "EXPERT", "regionCode": vinnytskaOblast}})
	for _, c := range []struct {
		filter vars
		want   string
	}{
		{nil, "olia"},
		{vars{"communityCode": yakushynetska, "role": []string{"STAFF"}}, "olia"},
		{vars{"role": []string{"ADMIN"}}, ""},
		{vars{"disabled": true}, ""},
		{vars{"text": vars{"contains": "petro"}}, ""},
		{vars{"text": vars{"contains": "people"}}, "olia"},
	} {
		for _, way := range []string{"first", "last"} {
			got := usersFor(t, olia, vars{"f": c.filter, way: 100})
			if got.names() != c.want || got.TotalCount != len(got.Nodes) || got.PageInfo.HasNextPage || got.PageInfo.HasPreviousPage {
				t.Errorf("%v: %+v", c.filter, got)
			}
		}
	}
	got := olia.ask(`{ viewer { user { lastSignInAt memberships { user { name } }
		history { action address actorRole requestId actor { name email memberships { role } } changes { field before after } } } }
		search(text: "petro") { totalCount } }`, nil)
	if len(got.Errors) > 0 || strings.Count(got.Body, `"actor":null`) < 2 || !strings.Contains(got.Body, `"actorRole":"ADMIN"`) {
		t.Error(got.Body)
	}
	for _, others := range []string{"admin", "petro", "shut", theAddress, `"address":"`, `"totalCount":1`} {
		if strings.Contains(got.Body, others) {
			t.Errorf("olia reads %s in %s", others, got.Body)
		}
	}
	for _, whole := range []string{`"GRANT_MEMBERSHIP"`, `"SIGN_IN"`, `"ADD_USER"`, `"actor":{"name":"olia"`} {
		if !strings.Contains(got.Body, whole) {
			t.Errorf("olia does not read %s of her own", whole)
		}
	}
}
