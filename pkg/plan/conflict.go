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

// String says what collided, for people. Of a block it says where.
func (c Conflict) String() string {
	if c.Reason != "" {
		return c.Reason
	}
	c = c.narrowed(collided)
	theirs, left := c.narrowed(fromPlan), c.narrowed(fromFile)
	if spec.EqualNodes(theirs.Live, theirs.Want) && spec.EqualNodes(left.Live, left.Planned) { // they did a part of it
		return fmt.Sprintf("%s: the plan saw %s, now it is %s, as in the file; %s is %s still, the file wants %s",
			strings.Join(theirs.Path, "."), Show(theirs.Planned), Show(theirs.Live),
			strings.Join(left.Path, "."), Show(left.Live), Show(left.Want))
	}
	return fmt.Sprintf("%s: the plan saw %s, now it is %s, the file wants %s",
		strings.Join(c.Path, "."), Show(c.Planned), Show(c.Live), Show(c.Want))
}

// fromPlan, fromFile and collided report whether what is live is otherwise than the
// plan saw, than the file says, and than both.
func fromPlan(c Conflict) bool { return !spec.EqualNodes(c.Live, c.Planned) }
func fromFile(c Conflict) bool { return !spec.EqualNodes(c.Live, c.Want) }
func collided(c Conflict) bool { return fromPlan(c) && fromFile(c) }

// narrowed is the conflict in the first part of a free document that differs so, as
// deep as there is one.
func (c Conflict) narrowed(differs func(Conflict) bool) Conflict {
	if c.Live == nil || c.Live.Tag != spec.DocumentTag {
		return c
	}
	for {
		parts := c.parts()
		i := slices.IndexFunc(parts, differs)
		if i < 0 {
			return c
		}
		c = parts[i]
	}
}

// parts are the conflict in each member of a block that all sides have, be it that
// there was nothing when it was planned. Of maps with other keys, or in another order,
// they are those before the first that is another.
func (c Conflict) parts() []Conflict {
	var parts []Conflict
	sides := slices.DeleteFunc([]*yaml.Node{c.Live, c.Want, c.Planned}, func(n *yaml.Node) bool { return n == nil })
	if c.Live == nil || len(sides) < 2 || slices.ContainsFunc(sides, func(n *yaml.Node) bool { return n.Kind != sides[0].Kind }) {
		return nil
	}
	for _, step := range steps(sides) {
		parts = append(parts, Conflict{
			Path:    append(slices.Clone(c.Path), step),
			Planned: partOf(c.Planned, step), Live: partOf(c.Live, step), Want: partOf(c.Want, step),
		})
	}
	return parts
}

// steps names the members of blocks of one kind.
func steps(sides []*yaml.Node) []string {
	var names []string
	longest := slices.MaxFunc(sides, func(a, b *yaml.Node) int { return len(a.Content) - len(b.Content) })
	switch longest.Kind {
	case yaml.SequenceNode:
		for i := range longest.Content {
			names = append(names, strconv.Itoa(i))
		}
	case yaml.MappingNode:
		for i := 0; i < len(longest.Content); i += 2 {
			key := longest.Content[i].Value
			if slices.ContainsFunc(sides, func(n *yaml.Node) bool { return i >= len(n.Content) || n.Content[i].Value != key }) {
				break
			}
			names = append(names, key)
		}
	}
	return names
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
