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

func TestFewestSteps(t *testing.T) {
	groups := define(t, "house", "@far, @near", "far", "@middle", "middle", "@near", "near", "ada")
	equal(t, groups.Steps("ada", "house"), 2)
	equal(t, groups.Steps("ada", "far"), 3)
	again := define(t, "a", "@b, @c", "b", "@d", "d", "ada", "c", "@d, eve", "e", "@a, ada")
	equal(t, again.Steps("ada", "a"), 3)
	equal(t, again.Steps("eve", "a"), 2)
	equal(t, again.Steps("ada", "e"), 1)
}

func TestCircles(t *testing.T) {
	groups := define(t, "a", "@b", "b", "@c, @a", "c", "@a, @c, ada")
	equal(t, groups.Steps("ada", "a"), 3)
	equal(t, groups.Steps("ada", "b"), 2)
	equal(t, groups.Steps("eve", "a"), 0)
}

func TestExceptionsHoldHoweverSomebodyComesIn(t *testing.T) {
	groups := define(t, "staff", "@leads, !grace", "leads", "grace, ada", "house", "@staff")
	equal(t, groups.Steps("grace", "staff"), 0)
	equal(t, groups.Steps("grace", "house"), 0)
	equal(t, groups.Steps("grace", "leads"), 1)
	equal(t, groups.Steps("ada", "house"), 3)
}

func TestExceptionsLeaveOtherWaysOpen(t *testing.T) {
	groups := define(t, "house", "@staff, @guests", "staff", "@leads, !grace", "guests", "@club", "club", "@leads", "leads", "grace")
	equal(t, groups.Steps("grace", "staff"), 0)
	equal(t, groups.Steps("grace", "house"), 4)
	inner := define(t, "house", "@staff, grace", "staff", "grace, !grace")
	equal(t, inner.Steps("grace", "house"), 1)
	equal(t, inner.Steps("grace", "staff"), 0)
}

func TestUnknownGroupHasNoMembers(t *testing.T) {
	groups := define(t, "a", "@b, ada")
	equal(t, groups.Steps("ada", "a"), 1)
	equal(t, groups.Steps("eve", "a"), 0)
	equal(t, groups.Steps("eve", "b"), 0)
}
