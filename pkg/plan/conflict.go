package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Conflict is a field that somebody changed between the plan and the write.
type Conflict struct {
	Path    []string
	Planned *yaml.Node // what the plan saw
	Live    *yaml.Node // what is there now
	Want    *yaml.Node // what the document says
	// Reason is for what concerns no single field, and says it all.
	Reason string
}

// String says what collided, for people. Of a block it says where the plan and what is
// live part first.
func (c Conflict) String() string {
	if c.Reason != "" {
		return c.Reason
	}
	c = c.narrowed()
	return fmt.Sprintf("%s: the plan saw %s, now it is %s, the file wants %s",
		strings.Join(c.Path, "."), Show(c.Planned), Show(c.Live), Show(c.Want))
}

// narrowed is the conflict in the first part of a free document in which what the plan
// saw differs from what is live.
func (c Conflict) narrowed() Conflict {
	if c.Planned == nil || c.Live == nil || c.Planned.Tag != spec.DocumentTag {
		return c
	}
	for step := c.part(); step != ""; step = c.part() {
		c.Path = append(slices.Clone(c.Path), step)
		c.Planned, c.Live, c.Want = partOf(c.Planned, step), partOf(c.Live, step), partOf(c.Want, step)
	}
	return c
}

// part is the step to the first difference within a block that both sides have.
func (c Conflict) part() string {
	switch {
	case c.Planned == nil || c.Live == nil || c.Planned.Kind != c.Live.Kind:
	case c.Planned.Kind == yaml.SequenceNode:
		return firstMember(c.Planned.Content, c.Live.Content)
	case c.Planned.Kind == yaml.MappingNode:
		return firstKey(c.Planned.Content, c.Live.Content)
	}
	return ""
}

func firstMember(a, b []*yaml.Node) string {
	for i := range max(len(a), len(b)) {
		if i >= min(len(a), len(b)) || !spec.EqualNodes(a[i], b[i]) {
			return strconv.Itoa(i)
		}
	}
	return ""
}

// firstKey is empty where the sides have other keys, or in another order.
func firstKey(a, b []*yaml.Node) string {
	for i := 0; i < min(len(a), len(b)) && a[i].Value == b[i].Value; i += 2 {
		if !spec.EqualNodes(a[i+1], b[i+1]) {
			return a[i].Value
		}
	}
	return ""
}

// partOf gives a member of a map or of a list of a free document, or nil.
func partOf(n *yaml.Node, step string) *yaml.Node {
	if n == nil || n.Kind == yaml.MappingNode {
		return spec.NodeAt(n, []string{step})
	}
	if i, err := strconv.Atoi(step); err == nil && n.Kind == yaml.SequenceNode && i < len(n.Content) {
		return n.Content[i]
	}
	return nil
}

// maxShown is how long a block may be that is shown whole, in characters.
const maxShown = 100

// Show gives a value in a few words.
func Show(n *yaml.Node) string {
	switch {
	case n == nil:
		return "nothing"
	case n.Tag == spec.SecretTag:
		return "(secret)"
	case n.Tag == spec.HiddenTag:
		return "(hidden)"
	case n.Kind == yaml.ScalarNode:
		return fmt.Sprintf("%q", n.Value)
	case tagged(n, spec.SecretTag):
		return "something else"
	}
	if text := []rune(spec.MemberText(n)); len(text) <= maxShown {
		return string(text)
	}
	return "something else"
}
