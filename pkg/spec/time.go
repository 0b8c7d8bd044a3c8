package spec

import "time"

// timestamp describes a date and time, which is compared as an instant: in UTC
// and to the second, as Atlas writes it.
func timestamp() Field {
	return Field{About: "A date and time such as 2026-12-01T08:00:00Z.", Check: isTimestamp, Normal: utc, Pattern: timestampPattern}
}

func isTimestamp(text string) string {
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return "must be a date and time with a time zone, such as 2026-12-01T08:00:00Z"
	}
	return ""
}

func utc(text string) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return t.UTC().Format(time.RFC3339)
}

// Expiry gives the date on which Atlas deletes an object by itself, and false
// where a body does not say one.
func (t Type) Expiry(b Body) (time.Time, bool) {
	if b == nil || t.Expires.Path == "" {
		return time.Time{}, false
	}
	date, err := time.Parse(time.RFC3339, textAt(b, t.Expires.Path))
	return date, err == nil
}
