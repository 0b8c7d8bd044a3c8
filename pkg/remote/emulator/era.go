package emulator

import (
	"net/http"
	"time"
)

// The days on which serverless changed, each at midnight UTC. What the answers
// are between them is told in doc.go.
var (
	// serverlessIsFlex: from here on POST creates a Flex cluster (API document of
	// 2025), and Flex is what the instances that exist have become.
	serverlessIsFlex = time.Date(2025, time.February, 5, 0, 0, 0, 0, time.UTC)

	// serverlessUnread: from here on lists are empty (API document) and GET answers
	// 404 (MongoDB in mongodb-atlas-cli#4393).
	serverlessUnread = time.Date(2026, time.January, 15, 0, 0, 0, 0, time.UTC)

	// serverlessUnwritten: from here on the API document of 2026 has no writes.
	serverlessUnwritten = time.Date(2026, time.January, 22, 0, 0, 0, 0, time.UTC)
)

// sunset is the end of an operation as its answers announce it.
type sunset struct {
	announced  time.Time // the headers are there from here on
	deprecated time.Time // header Deprecation
	ends       time.Time // header Sunset
}

// serverlessSunset is recorded: the headers were there before either date, and
// alike on all five operations.
func serverlessSunset() *sunset {
	return &sunset{
		announced:  time.Date(2025, time.December, 8, 0, 0, 0, 0, time.UTC),
		deprecated: time.Date(2025, time.December, 10, 0, 0, 0, 0, time.UTC),
		ends:       serverlessUnread,
	}
}

// announce sets the headers. Atlas sends them with errors too (recorded), and
// nothing is known of their ever going away.
func (s *sunset) announce(h http.Header, now time.Time) {
	if s == nil || now.Before(s.announced) {
		return
	}
	h.Set("Deprecation", s.deprecated.Format(http.TimeFormat))
	h.Set("Sunset", s.ends.Format(http.TimeFormat))
}
