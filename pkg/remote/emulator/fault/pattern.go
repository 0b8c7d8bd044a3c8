package fault

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// pattern is the path of a rule.
type pattern struct {
	text     string
	segments []segment
}

// segment is one part of a pattern between slashes.
type segment struct {
	deep   bool     // **
	pieces []string // what stands around the stars
}

func parsePattern(text string) (pattern, error) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return pattern{}, fmt.Errorf("path %q: want one that begins with /, such as /streams/**", text)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '?' || r == '#' }) {
		return pattern{}, fmt.Errorf("path %q: a query is no part of it, and odd characters are written as %%XX", text)
	}
	p := pattern{text: text}
	if rest == "" {
		return p, nil
	}
	for part := range strings.SplitSeq(rest, "/") {
		s, err := parseSegment(part)
		if err != nil {
			return pattern{}, fmt.Errorf("path %q: %w", text, err)
		}
		p.segments = append(p.segments, s)
	}
	return p, nil
}

func parseSegment(text string) (segment, error) {
	switch {
	case text == "":
		return segment{}, errors.New("there is nothing between two slashes, or behind the last")
	case text == "**":
		return segment{deep: true}, nil
	case strings.Contains(text, "**"):
		return segment{}, errors.New("** stands alone between slashes")
	}
	pieces := strings.Split(text, "*")
	for i, piece := range pieces {
		plain, err := url.PathUnescape(piece)
		if err != nil {
			return segment{}, err
		}
		pieces[i] = plain
	}
	return segment{pieces: pieces}, nil
}

// begins reports whether the pattern begins with this literal segment.
func (p pattern) begins(name string) bool {
	return len(p.segments) > 0 && slices.Equal(p.segments[0].pieces, []string{name})
}

// matches holds the pattern against as much of a path as it is about.
func (p pattern) matches(path path) bool {
	switch {
	case p.begins("api"):
		return matchAll(p.segments, path.whole)
	case !path.versioned:
		return false
	case p.begins("groups"), path.inProject == nil:
		return matchAll(p.segments, path.below)
	default:
		return matchAll(p.segments, path.inProject)
	}
}

// matchAll goes back to the last ** only, since an earlier one could gain nothing
// from taking more; so a long path costs no more than it has to.
func matchAll(segments []segment, names []string) bool {
	at, retry, from := 0, -1, 0
	for i := 0; i < len(names); {
		switch {
		case at < len(segments) && segments[at].deep:
			retry, from = at, i
			at++
		case at < len(segments) && segments[at].matches(names[i]):
			at++
			i++
		case retry >= 0:
			from++
			at, i = retry+1, from
		default:
			return false
		}
	}
	for at < len(segments) && segments[at].deep {
		at++
	}
	return at == len(segments)
}

func (s segment) matches(name string) bool {
	first, last := s.pieces[0], s.pieces[len(s.pieces)-1]
	if len(s.pieces) == 1 {
		return name == first
	}
	rest, ok := strings.CutPrefix(name, first)
	if !ok {
		return false
	}
	for _, piece := range s.pieces[1 : len(s.pieces)-1] {
		if _, rest, ok = strings.Cut(rest, piece); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, last)
}

// path is the path of a request, taken apart. A slash at its end does not count.
type path struct {
	whole     []string
	versioned bool     // it lies below /api/atlas/{version}
	below     []string // what follows that
	inProject []string // what follows /groups/{id}; nil outside of a project
}

func parsePath(escaped string) (path, bool) {
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(escaped, "/"), "/"), "/")
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return path{}, false
		}
		parts[i] = plain
	}
	p := path{whole: parts}
	if len(parts) > 2 && parts[0] == "api" && parts[1] == "atlas" {
		p.versioned, p.below = true, parts[3:]
	}
	if len(p.below) > 1 && p.below[0] == "groups" && isID(p.below[1]) {
		p.inProject = p.below[2:]
	}
	return p, true
}

func isID(s string) bool { return len(s) == 24 && strings.Trim(s, "0123456789abcdef") == "" }
