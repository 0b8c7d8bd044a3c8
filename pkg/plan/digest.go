package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Digest names an operation by what it does: address, action, the paths with
// their values before and after (a secret as its reference), what is sent
// beside them (see sends), and for what it destroys the live ID. Origin, order
// and wording are no part of it.
func (op Operation) Digest() string {
	type field struct {
		Path   []string `json:"path"`
		Before any      `json:"before"`
		After  any      `json:"after"`
	}
	record := struct {
		Format  int     `json:"format"`
		Address string  `json:"address"`
		Action  string  `json:"action"`
		Fields  []field `json:"fields"`
		Sends   any     `json:"sends,omitempty"`
		LiveID  string  `json:"liveID"`
	}{Format: FormatVersion, Address: op.Addr.String(), Action: op.Action.String(), Sends: op.sends()}
	for _, f := range op.Fields {
		record.Fields = append(record.Fields, field{f.Path, canonical(f.Before), canonical(f.After)})
	}
	if op.Action.Destroys() && op.Live != nil {
		record.LiveID = op.Live.ID
	}
	return digest(record)
}

// sends is what an operation sends beside its fields: a replacement creates the
// whole document, and an update carries every secret that the document names.
// Who approves a plan approves those too.
func (op Operation) sends() any {
	switch {
	case op.Want == nil:
		return nil
	case op.Action == Replace:
		return canonical(spec.Encode(op.Want.Body))
	case op.Action == Update:
		refs := map[string]any{}
		for _, ref := range spec.SecretRefs(op.Want.Body) {
			refs[strings.Join(ref.Path, "\x00")] = canonical(ref.Node)
		}
		if len(refs) > 0 {
			return refs
		}
	}
	return nil
}

// Document names what a document makes: the address with everything that it says,
// whatever is live, and whatever the server ignores of it for the moment. It is
// empty for a document that makes nothing.
func Document(want spec.Resource) string {
	if want.Body == nil {
		return ""
	}
	return digest(struct {
		Format   int    `json:"format"`
		Address  string `json:"address"`
		Document any    `json:"document"`
	}{FormatVersion, want.Addr.String(), canonical(spec.Encode(want.Body))})
}

// Digest names a plan by its operations, in whatever order they stand.
func (p *Plan) Digest() string {
	digests := make([]string, len(p.Operations))
	for i, op := range p.Operations {
		digests[i] = op.Digest()
	}
	return digestOf(digests)
}

func digestOf(operations []string) string {
	sorted := slices.Sorted(slices.Values(operations))
	sum := sha256.Sum256([]byte(strings.Join(sorted, "\n")))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func digest(record any) string {
	data, err := json.Marshal(record) // maps come out sorted by key
	if err != nil {
		panic("plan: a record that is made of strings does not encode: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// canonical turns a node into values whose JSON is the same for the same
// meaning. Numbers stay text: 5 and 5.0 are told apart by Atlas's types, not
// here. A secret is told apart from text that looks like it.
func canonical(n *yaml.Node) any {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2+1)
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = canonical(n.Content[i+1])
		}
		if n.Tag == spec.SecretTag {
			return map[string]any{"\x00secret": m}
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = canonical(c)
		}
		return list
	default:
		return n.Tag + " " + n.Value
	}
}
