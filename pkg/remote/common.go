package remote

import (
	"maps"
	"slices"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// objects converts the results of a list.
func objects[A, T any](results []A, fromAtlas func(A) Object[T]) []Object[T] {
	converted := make([]Object[T], len(results))
	for i, r := range results {
		converted[i] = fromAtlas(r)
	}
	return converted
}

// total is the number of objects on all pages, -1 when Atlas does not say.
func total(count *int) int {
	if count == nil {
		return -1
	}
	return *count
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
