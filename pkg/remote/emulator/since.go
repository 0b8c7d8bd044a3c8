package emulator

import (
	"net/http"
	"time"
)

// The days on which answers gained something, each at midnight UTC. Atlas adds
// members without notice, so that a client of a year ago has to get along
// without them; what is recorded is the first day on which each one was seen.
var (
	// sinceClusterHosts is when the answers about a Flex cluster or a serverless
	// instance that is still CREATING got a standardSrv; recorded is the month.
	// Before, connectionStrings was empty until the cluster was ready. Of native
	// instances nothing is recorded: that they were alike is a guess.
	sinceClusterHosts = time.Date(2025, time.August, 1, 0, 0, 0, 0, time.UTC)

	// sinceClusterMembers is when a dedicated cluster had all of its members. In
	// November 2024 it had not yet (recorded), in 2026 it has; the day is a guess.
	sinceClusterMembers = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC)

	// sinceErrorHeader is when the header X-Error-Code began to repeat the code.
	sinceErrorHeader = time.Date(2025, time.November, 10, 0, 0, 0, 0, time.UTC)

	// sinceConnectionState, -Region and -ID are when a stream connection got these
	// members, in all answers but those to PATCH. In its first week the region was
	// under the name that clusters have for it; here it never is.
	sinceConnectionState  = time.Date(2026, time.January, 19, 0, 0, 0, 0, time.UTC)
	sinceConnectionRegion = time.Date(2026, time.February, 16, 0, 0, 0, 0, time.UTC)
	sinceConnectionID     = time.Date(2026, time.March, 9, 0, 0, 0, 0, time.UTC)

	// sincePortMapping and sinceRemoteRegions are when the services of private
	// endpoints got these members. On its first day the second was an empty list for
	// none; here it never is.
	sincePortMapping   = time.Date(2025, time.December, 22, 0, 0, 0, 0, time.UTC)
	sinceRemoteRegions = time.Date(2026, time.March, 12, 0, 0, 0, 0, time.UTC)

	// sinceConnectionPatch is when the answers to PATCH got id and region too. They
	// have no state to this day.
	sinceConnectionPatch = time.Date(2026, time.March, 27, 0, 0, 0, 0, time.UTC)

	// sinceFailoverRegions is when a stream workspace got failoverRegions.
	sinceFailoverRegions = time.Date(2026, time.February, 23, 0, 0, 0, 0, time.UTC)

	// sinceConnectionNamed is when the refusal of what a processor holds was seen
	// to name the connection. Before, it named the workspace and called it one.
	sinceConnectionNamed = time.Date(2025, time.July, 10, 0, 0, 0, 0, time.UTC)
)

// reached reports whether the call is made on that day or later.
func (c *call) reached(day time.Time) bool { return !c.now.Before(day) }

// repeatsCode reports whether an answer with this header repeats its error code
// there. The date that the answer bears decides.
func repeatsCode(h http.Header) bool {
	date, err := http.ParseTime(h.Get("Date"))
	return err == nil && !date.Before(sinceErrorHeader)
}
