package spec

// normal gives the one spelling of a text.
func (f Field) normal(text string) string {
	if f.Normal == nil {
		return text
	}
	return f.Normal(text)
}

// normalize gives every text of a body its one spelling, in place.
func (t Type) normalize(b Body) {
	for path, f := range t.Fields {
		if f.Normal == nil {
			continue
		}
		if v := field(b, path); v.IsValid() && !v.IsNil() {
			v.Elem().SetString(f.Normal(v.Elem().String()))
		}
	}
}
