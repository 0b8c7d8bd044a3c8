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
	version    string    // the one version that ends; empty: the whole operation does
	announced  time.Time // the headers are there from here on
	deprecated time.Time // header Deprecation
	ends       time.Time // header Sunset
	postponed  time.Time // to a later end, zero when it was not; header Sunset from the first end on
}

// serverlessSunset is recorded: the headers were there before either date, and
// alike on all five operations.
func serverlessSunset() sunsets {
	return sunsets{{
		announced:  time.Date(2025, time.December, 8, 0, 0, 0, 0, time.UTC),
		deprecated: time.Date(2025, time.December, 10, 0, 0, 0, 0, time.UTC),
		ends:       serverlessUnread,
	}}
}

// clusterSunset is that of the older of the two versions of reading clusters, and
// of the oldest one of writing them (recorded for both).
// Both ends are recorded, the first one on another version; from when on the
// headers were there, and when the end moved, is not. Here that is as soon and
// as late as can be: on the day of the deprecation, and on that of the first end.
func clusterSunset() sunsets {
	return sunsets{clusterVersionSunset("2023-02-01", time.Date(2024, time.August, 5, 0, 0, 0, 0, time.UTC))}
}

// clusterWriteSunset is that of the older ones of the versions of writing them. Of
// the second the first end is recorded; that it moved as the other one did is a guess.
func clusterWriteSunset() sunsets {
	return append(clusterSunset(), clusterVersionSunset(clusterPerShard, time.Date(2024, time.October, 23, 0, 0, 0, 0, time.UTC)))
}

func clusterVersionSunset(version string, deprecated time.Time) sunset {
	return sunset{
		version:    version,
		announced:  deprecated,
		deprecated: deprecated,
		ends:       time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC),
		postponed:  time.Date(2027, time.July, 1, 0, 0, 0, 0, time.UTC),
	}
}

// sunsetDate is the form of the dates in these headers: the day has no zero in
// front (recorded), which the standard form of HTTP has.
const sunsetDate = "Mon, 2 Jan 2006 15:04:05 GMT"

// sunsets are those of an operation: it ends, or each of its older versions does.
type sunsets []sunset

// announce sets the headers on an answer in a version; an answer that is in no
// version is about the operation as a whole. Atlas sends them with errors too
// (recorded), and nothing is known of their ever going away.
func (s sunsets) announce(h http.Header, now time.Time, version string) {
	for _, one := range s {
		if !now.Before(one.announced) && (one.version == "" || one.version == version) {
			one.announce(h, now)
		}
	}
}

func (s sunset) announce(h http.Header, now time.Time) {
	ends := s.ends
	if !s.postponed.IsZero() && !now.Before(ends) {
		ends = s.postponed
	}
	h.Set("Deprecation", s.deprecated.Format(sunsetDate))
	h.Set("Sunset", ends.Format(sunsetDate))
}
