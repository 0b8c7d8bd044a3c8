package plan

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// earlier is the document as it was at the earlier commit, if the plan is made
// since one.
func (c *computation) earlier(ch *change) *spec.Resource {
	if !c.flags.Since {
		return nil
	}
	return ch.want.Earlier
}

// recall looks at the fields that the document says no more. Where Atlas
// documents a default that it can go back to in place, the document is taken to
// say that; of everything else that Atlas keeps there is a notice.
func (c *computation) recall(t spec.Type, ch *change) error {
	was := c.earlier(ch)
	if was == nil {
		return nil
	}
	live, want := spec.Encode(ch.live.Body), *ch.want
	want.Body = spec.Clone(want.Body)
	reset := map[string]bool{}
	var kept []string
	for _, path := range spec.Removed(was.Body, ch.want.Body) {
		at := strings.Split(path, ".")
		node := spec.NodeAt(live, at)
		_, immutable := t.ImmutablePath(at)
		switch def := t.Fields[path].Default; {
		case node == nil || touched(at, ch.fields) || ignored(ch.live, path):
		case def == "" || immutable:
			kept = append(kept, path)
		case node.Value != def:
			t.Reset(want.Body, path)
			reset[path] = true
		}
	}
	c.noteKept(ch, want.Body, kept, live)
	if len(reset) == 0 {
		return nil
	}
	fields, err := Compare(t, ch.live.Body, want.Body)
	for i, f := range fields {
		if reset[strings.Join(f.Path, ".")] {
			fields[i].Reason = fmt.Sprintf("reset to Atlas's default: declared in %s, gone now", was.Origin)
		}
	}
	ch.want, ch.fields, ch.action = &want, fields, Update
	return err
}

// ignored reports whether the server ignores a field: the document may still
// say it.
func ignored(live *spec.Resource, path string) bool {
	return slices.ContainsFunc(live.Inert, func(i spec.Inert) bool {
		return path == i.Path || strings.HasPrefix(path, i.Path+".")
	})
}

// noteKept says of fields, or of the blocks that went with them, that they are
// nobody's any more. Of a block in which another field is reset it says so field
// by field.
func (c *computation) noteKept(ch *change, body spec.Body, fields []string, live *yaml.Node) {
	want := spec.Encode(body)
	var last string
	for _, path := range fields {
		at := strings.Split(path, ".")
		n := 1
		for spec.NodeAt(want, at[:n]) != nil {
			n++
		}
		if path = strings.Join(at[:n], "."); path != last { // fields of a block stand side by side
			last = path
			c.note(ch.want, fmt.Sprintf("%s is not managed any more (declared in %s, gone now): Atlas keeps %s",
				path, ch.want.Earlier.Origin, contents(spec.NodeAt(live, at[:n]))))
		}
	}
}

// contents writes what a field holds on one line.
func contents(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode && n.Tag != spec.SecretTag && len(n.Content) > 0:
		var members []string
		for i := 0; i < len(n.Content); i += 2 {
			members = append(members, n.Content[i].Value+": "+contents(n.Content[i+1]))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0:
		var members []string
		for _, member := range n.Content {
			members = append(members, contents(member))
		}
		return "[" + strings.Join(members, ", ") + "]"
	case n.Kind != yaml.ScalarNode:
		return "nothing there"
	}
	return Show(n)
}

// noteRotate says that a request to send secrets again comes to nothing.
func (c *computation) noteRotate(ch *change) {
	was := c.earlier(ch)
	if was != nil && ch.want.Rotate > was.Rotate && len(spec.SecretRefs(ch.want.Body)) == 0 {
		c.note(ch.want, fmt.Sprintf("metadata.rotate is higher than in %s, and the document refers to no secret", was.Origin))
	}
}

// asked says why a secret is to be sent that nothing else would send: the
// document refers to it otherwise than at the earlier commit, or says since
// then that it has changed. It is empty when there is no reason.
func (c *computation) asked(ch *change, ref spec.SecretRef) string {
	was := c.earlier(ch)
	switch {
	case was == nil:
		return ""
	case ch.want.Rotate > was.Rotate:
		return fmt.Sprintf("sent again: metadata.rotate is higher than in %s", was.Origin)
	case !slices.ContainsFunc(spec.SecretRefs(was.Body), func(then spec.SecretRef) bool {
		return slices.Equal(then.Path, ref.Path) && then.Secret == ref.Secret
	}):
		return fmt.Sprintf("sent again: it is another reference than in %s", was.Origin)
	}
	return ""
}
