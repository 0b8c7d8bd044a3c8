package spec

import (
	"reflect"
	"slices"

	"gopkg.in/yaml.v3"
)

// WithoutSecrets copies a body and leaves its secrets out, so that what is
// write-only never takes part in a comparison.
func WithoutSecrets(b Body) Body {
	c := Clone(b)
	dropSecrets(reflect.ValueOf(c))
	return c
}

// WithoutKnobs copies a body and leaves out what Atlas takes with other fields and
// does not give back.
func (t Type) WithoutKnobs(b Body) Body {
	c := Clone(b)
	for path, f := range t.Fields {
		if f.SentWith != nil {
			Drop(c, path)
		}
	}
	return c
}

func dropSecrets(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if v.Type() == reflect.TypeFor[*Secret]() {
			v.SetZero()
			return
		}
		dropSecrets(v.Elem())
	case reflect.Struct:
		for _, field := range v.Fields() {
			dropSecrets(field)
		}
	}
}

// SecretRef is a reference in a body and where it stands.
type SecretRef struct {
	Path   []string
	Secret Secret
	Node   *yaml.Node
}

// SecretRefs lists the references of a body in the order of its fields:
// secrets, and values that live elsewhere.
func SecretRefs(b Body) []SecretRef {
	if !mayRefer(reflect.ValueOf(b)) {
		return nil // most kinds, and not for the price of spelling all of it
	}
	var refs []SecretRef
	for _, leaf := range Leaves(b) {
		if leaf.Node.Tag == SecretTag {
			key, name := leaf.Node.Content[0].Value, leaf.Node.Content[1].Value
			refs = append(refs, SecretRef{leaf.Path, Secret(key + ":" + name), leaf.Node})
		}
	}
	return refs
}

// mayRefer reports whether there is a secret in v, or a value that may live
// elsewhere.
func mayRefer(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return mayRefer(v.Elem())
	case reflect.Struct:
		for _, field := range v.Fields() {
			if mayRefer(field) {
				return true
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if mayRefer(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		return v.Len() > 0 && v.Type().Elem() == valueType
	case reflect.String:
		return v.Type() == secretType || v.Type() == valueType
	}
	return false
}

// SecretBlocks lists the paths of the blocks of a kind that hold secrets, such
// as "authentication".
func (t Type) SecretBlocks() [][]string {
	return secretBlocks(reflect.TypeOf(t.New()).Elem(), nil)
}

func secretBlocks(t reflect.Type, path []string) [][]string {
	var blocks [][]string
	for f := range t.Fields() {
		if f.Type == reflect.TypeFor[*Secret]() && len(path) > 0 {
			blocks = append(blocks, path)
			break
		}
	}
	for f := range t.Fields() {
		if f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct {
			blocks = append(blocks, secretBlocks(f.Type.Elem(), slices.Concat(path, []string{fieldName(f)}))...)
		}
	}
	return blocks
}

// IsSecret reports whether the field at path is a secret.
func (t Type) IsSecret(path string) bool {
	return typeAt(reflect.TypeOf(t.New()), path) == secretType
}
