package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// sendSecrets makes fields of the secrets that an update is about: all of them
// with --rotate, else those that changed since an earlier commit, and those
// that a changed choice, such as of the mechanism, brings with it. Whether they
// differ from what Atlas holds cannot be known, hence nothing before.
func (c *computation) sendSecrets(t spec.Type, ch *change) {
	c.noteRotate(ch)
	rotate := slices.Contains(c.flags.Rotate, ch.addr)
	for _, ref := range spec.SecretRefs(ch.want.Body) {
		reason := c.asked(ch, ref)
		send := rotate || reason != "" || ch.action == Update && onlyIn(t, ref.Path, spec.Encode(ch.want.Body), spec.Encode(ch.live.Body))
		if send && !touched(ref.Path, ch.fields) {
			ch.fields = append(ch.fields, Field{Path: ref.Path, After: ref.Node, Secret: true, Reason: reason})
		}
	}
	sortFields(ch.fields)
	if len(ch.fields) > 0 {
		ch.action = Update
	}
}

// Secrets lists the references to the secrets that an operation sends: all of
// them where the whole object is made or replaced, else those that are among its
// fields.
func (op Operation) Secrets() []spec.SecretRef {
	if op.Want == nil || op.Want.Body == nil {
		return nil
	}
	refs := spec.SecretRefs(op.Want.Body)
	if t, _ := spec.TypeOf(op.Addr.Kind); op.Action == Update && !t.FullUpdate {
		refs = slices.DeleteFunc(refs, func(ref spec.SecretRef) bool { return !touched(ref.Path, op.Fields) })
	}
	return refs
}

// resent lists the hazards of an update that must carry secrets which nobody
// asked to change: Atlas replaces the whole object, and gives no secret back.
func resent(ch *change) []Hazard {
	var hazards []Hazard
	for _, ref := range spec.SecretRefs(ch.want.Body) {
		if !touched(ref.Path, ch.fields) {
			hazards = append(hazards, Hazard{HazardResend, fmt.Sprintf("sends %s again", strings.Join(ref.Path, "."))})
		}
	}
	return hazards
}

// missingSecret says why an update that must carry the whole object cannot be
// made: the live object has a block with a secret, and the document leaves
// that block out.
func missingSecret(t spec.Type, ch *change) string {
	live, want := spec.Encode(ch.live.Body), spec.Encode(ch.want.Body)
	for _, block := range t.SecretBlocks() {
		if spec.NodeAt(want, block) == nil && holdsSecret(t, block, live) {
			return fmt.Sprintf("Atlas wants the secret of %[1]s in every update, and the document does not declare %[1]s: declare it with its secret",
				strings.Join(block, "."))
		}
	}
	return ""
}

// holdsSecret reports whether a live block has a secret by what it chooses. It
// shows by what is missing: Atlas wants it there, and does not give it back.
func holdsSecret(t spec.Type, block []string, live *yaml.Node) bool {
	if spec.NodeAt(live, block) == nil {
		return false
	}
	for name, f := range t.Fields {
		path, decider := strings.Split(name, "."), spec.NodeAt(live, strings.Split(f.When.Path, "."))
		within := len(path) > len(block) && slices.Equal(path[:len(block)], block)
		if within && f.Required && decider != nil && f.When.Holds(decider.Value) && spec.NodeAt(live, path) == nil {
			return true
		}
	}
	return false
}

// uncreatable says why a document that is enough to manage what exists is not
// enough to create it.
func uncreatable(want *spec.Resource) string {
	t, _ := spec.TypeOf(want.Addr.Kind)
	body := spec.Encode(want.Body)
	var missing []string
	for path, f := range t.Fields {
		if !f.RequiredToCreate || spec.NodeAt(body, strings.Split(path, ".")) != nil {
			continue
		}
		if d := spec.NodeAt(body, strings.Split(f.When.Path, ".")); f.When.Path == "" || d != nil && f.When.Holds(d.Value) {
			missing = append(missing, t.Shown(strings.Split(path, ".")))
		}
	}
	if len(missing) == 0 {
		return ""
	}
	slices.Sort(missing)
	return fmt.Sprintf("it cannot be created without %s: declare it", strings.Join(missing, ", "))
}

// forgotten names the secrets that Atlas may hold and the document does not
// name, in a block that an update sends whole: it goes without them.
func forgotten(t spec.Type, ch *change) []Hazard {
	live, want := spec.Encode(ch.live.Body), spec.Encode(ch.want.Body)
	var hazards []Hazard
	for _, path := range slices.Sorted(maps.Keys(t.Fields)) {
		at, f := strings.Split(path, "."), t.Fields[path]
		decider, before := spec.NodeAt(want, strings.Split(f.When.Path, ".")), spec.NodeAt(live, strings.Split(f.When.Path, "."))
		switch {
		case !t.IsSecret(path), len(at) < 2, spec.NodeAt(want, at) != nil:
		case spec.NodeAt(live, at[:len(at)-1]) == nil || spec.NodeAt(want, at[:len(at)-1]) == nil:
		case f.When.Path != "" && (decider == nil || before == nil || !f.When.Holds(decider.Value) || !f.When.Holds(before.Value)):
		default:
			hazards = append(hazards, Hazard{HazardLoses, fmt.Sprintf("loses %s, if there is one: the document does not name it", path)})
		}
	}
	return hazards
}
