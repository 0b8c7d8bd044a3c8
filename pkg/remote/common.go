package remote

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// one converts the answer to a read. An answer of 200 that is empty, or whose
// object has no name, is not Atlas's, and must not be taken for an object.
func one[A, T any](answer *A, res *http.Response, err error, fromAtlas func(A) Object[T]) (Object[T], error) {
	if err != nil {
		return Object[T]{}, with(res, err)
	}
	if answer == nil {
		return Object[T]{}, with(res, errors.New("it is empty"))
	}
	o := fromAtlas(*answer)
	if o.Name == "" {
		return Object[T]{}, with(res, errors.New("it names no object"))
	}
	return o, nil
}

// many converts one page of a list. Only an answer that has a list, be it an
// empty one, means that there is nothing.
func many[A, T any](results []A, total *int, res *http.Response, fromAtlas func(A) Object[T]) (Page[T], error) {
	if results == nil {
		return Page[T]{}, with(res, errors.New("it has no results"))
	}
	p := Page[T]{Objects: make([]Object[T], len(results)), Total: -1}
	for i, r := range results {
		if p.Objects[i] = fromAtlas(r); p.Objects[i].Name == "" {
			return Page[T]{}, with(res, errors.New("it lists an object without a name"))
		}
	}
	if total != nil {
		p.Total = *total
	}
	return p, nil
}

// clusterPhase says what a stateName means. REPAIRING is Atlas at work like
// the other ones: there is no state of failure.
func clusterPhase(state string) spec.Phase {
	switch state {
	case "IDLE":
		return spec.Ready
	case "DELETING", "DELETED":
		return spec.Deleting
	}
	return spec.Pending
}

// tagsToAtlas keeps apart nil, which is not sent, and empty, which clears.
func tagsToAtlas(tags map[string]string) *[]admin.ResourceTag {
	if tags == nil {
		return nil
	}
	list := make([]admin.ResourceTag, 0, len(tags))
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, admin.ResourceTag{Key: key, Value: tags[key]})
	}
	return &list
}

// tagsFromAtlas gives an empty map for none: Atlas leaves the list out of some
// answers when it is empty.
func tagsFromAtlas(list []admin.ResourceTag) map[string]string {
	tags := make(map[string]string, len(list))
	for _, t := range list {
		tags[t.Key] = t.Value
	}
	return tags
}

// mapToAtlas keeps apart nil, which is not sent, and empty, which clears.
func mapToAtlas(m map[string]string) *map[string]string {
	if m == nil {
		return nil
	}
	return &m
}

// revealed is a pointer to the value of an optional secret, for a request.
func revealed(s *spec.Secret, reveal Reveal) (*string, error) {
	if s == nil {
		return nil, nil
	}
	text, err := reveal(*s)
	return &text, err
}

// valueText is the text of a value that is as written or lives elsewhere.
func valueText(v spec.Value, reveal Reveal) (string, error) {
	if ref, ok := v.Ref(); ok {
		return reveal(ref)
	}
	text, _ := v.Text()
	return text, nil
}
