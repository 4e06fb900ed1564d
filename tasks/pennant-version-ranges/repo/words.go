package pennant

import "strings"

type word struct {
	text   string
	offset int
}

// split returns what stands between commas and spaces.
func split(text string) []word {
	var words []word
	from := 0
	for at := 0; at <= len(text); at++ {
		if at < len(text) && !strings.ContainsRune(", \t", rune(text[at])) {
			continue
		}
		if at > from {
			words = append(words, word{text[from:at], from})
		}
		from = at + 1
	}
	return words
}
