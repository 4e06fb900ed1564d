// Package members knows groups of users.
package members

import (
	"fmt"
	"strings"
)

// Groups maps the name of a group to its members.
type Groups map[string]*Group

// A Group is what one line of a policy says.
type Group struct {
	Users  map[string]bool
	Groups []string
	Except map[string]bool
}

// Define adds a group, its members written as in a policy: `ada, @leads, !bob`.
func (g Groups) Define(name, members string) error {
	if _, ok := g[name]; ok {
		return fmt.Errorf("the group %s is defined twice", name)
	}
	group := &Group{Users: map[string]bool{}, Except: map[string]bool{}}
	for _, member := range strings.Split(members, ",") {
		member = strings.TrimSpace(member)
		bare := strings.TrimLeft(member, "@!")
		switch {
		case bare == "" || len(member)-len(bare) > 1:
			return fmt.Errorf("the group %s has the member %q", name, member)
		case member[0] == '@':
			group.Groups = append(group.Groups, bare)
		case member[0] == '!':
			group.Except[bare] = true
		default:
			group.Users[bare] = true
		}
	}
	g[name] = group
	return nil
}

// Check makes sure that all groups that are members of others are defined.
func (g Groups) Check() error {
	for name, group := range g {
		for _, inner := range group.Groups {
			if _, ok := g[inner]; !ok {
				return fmt.Errorf("the group %s has the member @%s, which is not defined", name, inner)
			}
		}
	}
	return nil
}

// Steps says by how many steps a user is in a group: 1 for a member, 2 for a member of a member group; 0 if he is not.
func (g Groups) Steps(user, name string) int {
	return g.steps(user, name, map[string]bool{})
}

func (g Groups) steps(user, name string, seen map[string]bool) int {
	group := g[name]
	if group == nil || seen[name] {
		return 0
	}
	seen[name] = true
	if group.Users[user] && !group.Except[user] {
		return 1
	}
	for _, inner := range group.Groups {
		if steps := g.steps(user, inner, seen); steps > 0 {
			return steps + 1
		}
	}
	return 0
}
