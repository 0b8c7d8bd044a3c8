package spec

import (
	"net/url"
	"strings"
	"unicode"
)

// clusterProviders are the clouds that Atlas builds clusters on.
func clusterProviders() []string { return []string{"AWS", "AZURE", "GCP"} }

// tagsField describes resource tags: Atlas wants 1 to 255 characters in keys
// and in values (schema ResourceTag).
func tagsField() Field {
	text := &Field{MinLen: 1, MaxLen: 255}
	return Field{Keys: text, Values: text}
}

// clusterName is the pattern that every kind of cluster shares:
// ^[a-zA-Z0-9][a-zA-Z0-9-]*$.
func clusterName(name string) string {
	if name != "" && name[0] != '-' && strings.Trim(name, letters+digits+"-") == "" {
		return ""
	}
	return "must hold only letters, digits and hyphens, and start with a letter or digit"
}

// clusterRegion looks at the shape only: Atlas adds regions, and its names for
// clusters are upper case (US_EAST_1), other than those for streams.
func clusterRegion(region string) string {
	if strings.Trim(region, upper+digits+"_") == "" {
		return ""
	}
	return "is no Atlas region name: those look like US_EAST_1 or EUROPE_WEST"
}

// plainName refuses what no Atlas object can be called by.
func plainName(name string) string {
	if name == "." || name == ".." {
		return "means a folder in a path, and cannot be a name"
	}
	if strings.TrimSpace(name) != name {
		return "must not start or end with white space"
	}
	if strings.ContainsFunc(name, unseen) {
		return "must not hold control characters"
	}
	return ""
}

// unseen reports characters that break the line of a plan, or turn its
// direction around, so that a reviewer reads something else.
func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// parentName is plainName for kinds that others live in: the slash would cut
// the address of a child in the wrong place.
func parentName(name string) string {
	if strings.Contains(name, "/") {
		return "must not hold a slash"
	}
	return plainName(name)
}

// webURL wants an absolute http or https URL.
func webURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return "must be a URL that starts with https:// or http://"
	}
	return ""
}

const (
	upper   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	letters = "abcdefghijklmnopqrstuvwxyz" + upper
	digits  = "0123456789"
)
