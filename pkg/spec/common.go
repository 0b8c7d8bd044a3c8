package spec

// tagsField describes resource tags: Atlas wants 1 to 255 characters in keys
// and in values (schema ResourceTag).
func tagsField() Field {
	text := &Field{MinLen: 1, MaxLen: 255}
	return Field{Keys: text, Values: text}
}
