// Package slug makes addresses of pages.
package slug

import "strings"

// Of is the part of an address that names a page: its title in small letters, with dashes between the words.
func Of(title string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(title))
}
