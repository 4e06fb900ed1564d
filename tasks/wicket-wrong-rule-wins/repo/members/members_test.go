package members

import "testing"

func define(t *testing.T, lines ...string) Groups {
	t.Helper()
	groups := Groups{}
	for i := 0; i < len(lines); i += 2 {
		if err := groups.Define(lines[i], lines[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return groups
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSteps(t *testing.T) {
	groups := define(t, "editors", "ada, bob, @leads", "leads", "grace")
	equal(t, groups.Steps("ada", "editors"), 1)
	equal(t, groups.Steps("grace", "editors"), 2)
	equal(t, groups.Steps("eve", "editors"), 0)
	equal(t, groups.Steps("ada", "leads"), 0)
}

func TestExceptions(t *testing.T) {
	groups := define(t, "editors", "ada, bob, !bob")
	equal(t, groups.Steps("ada", "editors"), 1)
	equal(t, groups.Steps("bob", "editors"), 0)
}

func TestRefusesBadMembers(t *testing.T) {
	for _, members := range []string{"", "ada,", "@", "@!bob"} {
		if (Groups{}).Define("g", members) == nil {
			t.Errorf("%q was taken", members)
		}
	}
}

func TestUnknownGroups(t *testing.T) {
	equal(t, define(t, "a", "@b", "b", "ada").Check() == nil, true)
	equal(t, define(t, "a", "@b").Check() == nil, false)
}
