package pennant

import "sort"

// Pick returns the newest of the versions that are allowed, and whether there is one.
func (c Constraint) Pick(versions []Version) (Version, bool) {
	var picked Version
	found := false
	for _, version := range versions {
		if c.Allows(version) && (!found || Compare(version, picked) > 0) {
			picked, found = version, true
		}
	}
	return picked, found
}

// Sort puts the oldest first.
func Sort(versions []Version) {
	sort.SliceStable(versions, func(i, j int) bool { return Compare(versions[i], versions[j]) < 0 })
}
