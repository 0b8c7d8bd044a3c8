package spec

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// The checks of texts: each gives the words that follow a wrong value, or
// nothing for one that is fine.

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

// objectID wants what Atlas calls a unique 24-hexadecimal digit string.
func objectID(text string) string {
	if len(text) == 24 && strings.Trim(text, digits+"abcdef") == "" {
		return ""
	}
	return "must be an ID of 24 hexadecimal digits"
}

// webURL wants an absolute http or https URL.
func webURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return "must be a URL that starts with https:// or http://"
	}
	return ""
}

// bootstrapServers wants host:port, separated by commas.
func bootstrapServers(text string) string {
	for server := range strings.SplitSeq(text, ",") {
		host, port, err := net.SplitHostPort(strings.TrimSpace(server))
		if n, perr := strconv.Atoi(port); err != nil || host == "" || perr != nil || n < 1 || n > 65535 {
			return "must list brokers as host:port, separated by commas"
		}
	}
	return ""
}

// headerName wants a token as of RFC 9110, section 5.6.2.
func headerName(name string) string {
	if strings.Trim(name, letters+digits+"!#$%&'*+-.^_`|~") == "" {
		return ""
	}
	return "is no header name"
}

// headerValue refuses what would end the header, and begin another one.
func headerValue(text string) string {
	if strings.ContainsAny(text, "\r\n") {
		return "must not hold line breaks"
	}
	return ""
}

// roleARN wants the ARN of an IAM role, of any partition of AWS.
func roleARN(text string) string {
	if parts := strings.SplitN(text, ":", 6); len(parts) == 6 && parts[0] == "arn" && parts[2] == "iam" && strings.HasPrefix(parts[5], "role/") {
		return ""
	}
	return "must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/atlas"
}

// storageAccount follows Azure's rule; the length is checked apart.
func storageAccount(text string) string {
	if strings.Trim(text, strings.ToLower(upper)+digits) == "" {
		return ""
	}
	return "must hold only lower-case letters and digits"
}

// emailAddress tells an address from an ID.
func emailAddress(text string) string {
	if user, host, ok := strings.Cut(text, "@"); ok && user != "" && strings.Contains(host, ".") {
		return ""
	}
	return "must be the e-mail address of a service account"
}

// ipAddress wants an address of either family.
func ipAddress(text string) string {
	if _, err := netip.ParseAddr(text); err != nil {
		return "must be an IP address"
	}
	return ""
}

const (
	upper   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	letters = "abcdefghijklmnopqrstuvwxyz" + upper
	digits  = "0123456789"
)
