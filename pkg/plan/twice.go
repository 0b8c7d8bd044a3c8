package plan

import (
	"encoding/json"
	"fmt"
	"strings"
)

// checkTwice refuses a JSON document in which an object has two members of one
// name: readers do not agree on which of them counts. Names count as one whatever the
// case of their letters, as they do for package json.
func checkTwice(decoder *json.Decoder) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	names := map[string]bool{}
	for decoder.More() {
		if delim == '{' {
			name, err := decoder.Token()
			if err != nil {
				return err
			}
			text, _ := name.(string)
			if names[strings.ToLower(text)] {
				return fmt.Errorf("it has two members %q in one object", text)
			}
			names[strings.ToLower(text)] = true
		}
		if err := checkTwice(decoder); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}
