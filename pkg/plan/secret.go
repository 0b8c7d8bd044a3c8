package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// rotated gives the fields that send the secrets of a resource again. Whether
// they differ from what Atlas holds cannot be known, hence nothing before.
func rotated(want spec.Body) []Field {
	var fields []Field
	for _, ref := range spec.SecretRefs(want) {
		fields = append(fields, Field{Path: ref.Path, After: ref.Node, Secret: true})
	}
	return fields
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
		if spec.NodeAt(live, block) != nil && spec.NodeAt(want, block) == nil {
			return fmt.Sprintf("Atlas wants the secret of %[1]s in every update, and the document does not declare %[1]s: declare it with its secret",
				strings.Join(block, "."))
		}
	}
	return ""
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
			missing = append(missing, path)
		}
	}
	if len(missing) == 0 {
		return ""
	}
	slices.Sort(missing)
	return fmt.Sprintf("it cannot be created without %s: declare it", strings.Join(missing, ", "))
}
