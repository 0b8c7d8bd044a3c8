package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// decode reads one JSON value, numbers as they are written.
func decode(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more than one value")
	}
	return value, nil
}

// clean complains of what is wrong with the parts of a body: members that are
// too many, too few or null, and values that their schema does not take. It
// returns the body as it would be without the deviations, so that what looks at
// the whole of it next has nothing to say about these.
func (x *exchange) clean(where place, schema *openapi3.SchemaRef, body []byte) []byte {
	value, err := decode(body)
	if err != nil {
		x.complain(where, "", "the body is no JSON")
		return body
	}
	direction := openapi3.VisitAsResponse()
	if where == request {
		direction = openapi3.VisitAsRequest()
	}
	w := walk{exchange: x, where: where, options: append(quiet(), direction)}
	kept, _ := w.clean(schema.Value, value, "")
	cleaned, err := json.Marshal(kept)
	if err != nil {
		x.complain(where, "", err.Error())
		return body
	}
	return cleaned
}

// walk goes through a body and its schema at the same time.
type walk struct {
	*exchange
	where   place
	options []openapi3.SchemaValidationOption
}

// clean reports whether the value stays at all.
func (w walk) clean(schema *openapi3.Schema, value any, path string) (any, bool) {
	switch value := value.(type) {
	case object:
		return w.members(w.shape(schema, value), value, path), true
	case []any:
		items := w.shape(schema, value).items
		if items == nil {
			return value, true
		}
		out := []any{}
		for _, element := range value {
			if kept, ok := w.clean(items, element, path+"[]"); ok {
				out = append(out, kept)
			}
		}
		return out, true
	}
	if err := schema.VisitJSON(value, w.options...); err != nil {
		return value, !w.complain(w.where, path, err.Error())
	}
	return value, true
}

func (w walk) members(s shape, in object, path string) object {
	if s.free() {
		return in
	}
	out := object{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		inner := strings.TrimPrefix(path+"."+name, ".")
		schemas := s.properties[name]
		if schemas == nil && s.rest != nil {
			schemas = []*openapi3.Schema{s.rest}
		}
		if why := w.misplaced(schemas); why != "" {
			if !w.complain(w.where, inner, why) {
				out[name] = in[name]
			}
			continue
		}
		if kept, ok := w.clean(w.fitting(schemas, in[name]), in[name], inner); ok {
			out[name] = kept
		}
	}
	w.fill(s, out, path)
	return out
}

// misplaced says why a member should not be there.
func (w walk) misplaced(schemas []*openapi3.Schema) string {
	switch {
	case schemas == nil:
		return "it is not declared"
	case w.where == request && schemas[0].ReadOnly:
		return "it is readOnly"
	}
	return ""
}

// fitting gives the schema that a value is meant by, when variants differ in one.
func (w walk) fitting(schemas []*openapi3.Schema, value any) *openapi3.Schema {
	for _, schema := range schemas[1:] {
		if schemas[0].VisitJSON(value, w.options...) != nil && schema.VisitJSON(value, w.options...) == nil {
			return schema
		}
	}
	return schemas[0]
}

// fill puts in what is missing and known to be.
func (w walk) fill(s shape, out object, path string) {
	for _, name := range s.required {
		if _, ok := out[name]; ok || s.properties[name] == nil {
			continue
		}
		schema := s.properties[name][0]
		if schema.ReadOnly && w.where == request || schema.WriteOnly && w.where == answer {
			continue
		}
		missing := strings.TrimPrefix(path+"."+name, ".")
		switch known := w.complain(w.where, missing, "it is missing"); {
		case known && schema.Type.Is(openapi3.TypeString):
			out[name] = ""
		case known && schema.Type.Is(openapi3.TypeBoolean):
			out[name] = false
		}
	}
}

// shape is what a schema, with all that it is made of, says about a value.
type shape struct {
	properties map[string][]*openapi3.Schema
	required   []string
	rest       *openapi3.Schema // of members that are not named, nil when there may be none
	items      *openapi3.Schema
}

// free reports whether the schema has nothing to say about members.
func (s shape) free() bool { return len(s.properties) == 0 && s.rest == nil }

func (w walk) shape(schema *openapi3.Schema, value any) shape {
	s := shape{properties: map[string][]*openapi3.Schema{}}
	w.collect(&s, schema, value, nil)
	return s
}

// collect adds what a schema says, and the schemas that it is composed of. Those
// refer back to it, being its variants.
func (w walk) collect(s *shape, schema *openapi3.Schema, value any, above []*openapi3.Schema) {
	if slices.Contains(above, schema) {
		return
	}
	above = append(above, schema)
	for name, property := range schema.Properties {
		s.properties[name] = append(s.properties[name], property.Value)
	}
	s.required = append(s.required, schema.Required...)
	if schema.AdditionalProperties.Schema != nil {
		s.rest = schema.AdditionalProperties.Schema.Value
	}
	if schema.Items != nil {
		s.items = schema.Items.Value
	}
	for _, part := range schema.AllOf {
		w.collect(s, part.Value, value, above)
	}
	for _, variant := range w.variants(schema, value) {
		w.collect(s, variant, value, above)
	}
}

// variants are the one that the discriminator names, or, without one, those that
// the value is as a whole; or else all that it may be.
func (w walk) variants(schema *openapi3.Schema, value any) []*openapi3.Schema {
	if d := schema.Discriminator; d != nil {
		fields, _ := value.(object)
		kind, _ := fields[d.PropertyName].(string)
		name := strings.TrimPrefix(d.Mapping[kind].Ref, "#/components/schemas/")
		if named := w.document.spec.Components.Schemas[name]; named != nil {
			return []*openapi3.Schema{named.Value}
		}
		return nil
	}
	var all []*openapi3.Schema
	for _, variant := range slices.Concat(schema.OneOf, schema.AnyOf) {
		all = append(all, variant.Value)
	}
	fit := slices.DeleteFunc(slices.Clone(all), func(s *openapi3.Schema) bool { return s.VisitJSON(value, w.options...) != nil })
	if len(fit) > 0 {
		return fit
	}
	return all
}
