package render

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// tfIdentityOf names a resource as Terraform names one of many: by an
// identifier, and a key that tells it from the others of that name. The key is
// our own address, so that a report about it can be searched for in the plan.
func tfIdentityOf(addr spec.Address) tfIdentity {
	id := tfIdentity{
		Mode: "managed", Type: tfType(addr.Kind), Name: tfName(addr.Name), Index: addr.String(),
		ProviderName: "github.com/atlasctl/atlasctl",
	}
	id.Address = id.Type + "." + id.Name + "[" + strconv.Quote(id.Index) + "]"
	return id
}

// tfType is the type of a kind: atlasctl_flex_cluster for FlexCluster. The
// prefix is our own, since the values are: under the names of MongoDB's
// provider a policy for that would find its types, miss its attributes, and
// pass everything.
func tfType(k spec.Kind) string {
	isUpper := func(i int) bool { return i < len(k) && 'A' <= k[i] && k[i] <= 'Z' }
	isLower := func(i int) bool { return i < len(k) && !isUpper(i) }
	var b strings.Builder
	b.WriteString("atlasctl")
	for i := range len(k) {
		if isUpper(i) && (i == 0 || isLower(i-1) || isLower(i+1)) {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(k[i])))
	}
	return b.String()
}

// tfName makes an identifier of a name.
func tfName(name string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-':
			return r
		}
		return '_'
	}, name)
	if id == "" || strings.ContainsRune("0123456789-", rune(id[0])) {
		return "_" + id
	}
	return id
}

// attributes puts what names a resource, under the keys that its document has
// for it, beside the fields of its spec.
func attributes(addr spec.Address, body spec.Body) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	add := func(key, value string) { n.Content = append(n.Content, spec.Encode(key), spec.Encode(value)) }
	add("project", addr.Project)
	if t, _ := spec.TypeOf(addr.Kind); t.ParentKey != "" {
		add(t.ParentKey, addr.Parent)
	}
	add("name", addr.Name)
	if fields := spec.Encode(body); fields != nil {
		n.Content = append(n.Content, fields.Content...)
	}
	return n
}

// sensitiveSide marks the sensitive values of one side of a change.
func sensitiveSide(n *yaml.Node) any {
	if n == nil {
		return false
	}
	if marks := sensitive(n); marks != nil {
		return marks
	}
	return map[string]any{}
}

// sensitive has the shape that [Value] gives a node, with true in the place of
// each secret and each hidden value, and without the rest; nil for nothing.
// Lists hold neither.
func sensitive(n *yaml.Node) any {
	if n.Tag == spec.SecretTag || n.Tag == spec.HiddenTag {
		return true
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	marks := map[string]any{}
	for i := 0; i < len(n.Content); i += 2 {
		if m := sensitive(n.Content[i+1]); m != nil {
			marks[n.Content[i].Value] = m
		}
	}
	if len(marks) == 0 {
		return nil
	}
	return marks
}
