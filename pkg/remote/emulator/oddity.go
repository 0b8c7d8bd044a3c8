package emulator

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Oddities says how often the emulator is odd in the ways that Atlas is. What
// Atlas always does, such as an answer that lacks a member, is no oddity and
// cannot be chosen.
type Oddities int

// The ways to choose.
const (
	OdditiesRecorded Oddities = iota // as often as Atlas, or as often as it is thought to be
	OdditiesNever                    // nothing is odd: for tests that want one certain course
	OdditiesAlways                   // whatever can be odd is
)

var odditiesWords = []string{"recorded", "never", "always"}

// ParseOddities understands recorded, never and always.
func ParseOddities(word string) (Oddities, error) {
	if i := slices.Index(odditiesWords, word); i >= 0 {
		return Oddities(i), nil
	}
	return 0, fmt.Errorf("no oddities are %q: want recorded, never or always", word)
}

// String gives the word that ParseOddities understands.
func (o Oddities) String() string {
	if o.known() {
		return odditiesWords[o]
	}
	return fmt.Sprintf("Oddities(%d)", int(o))
}

func (o Oddities) known() bool { return o >= 0 && int(o) < len(odditiesWords) }

// Oddity is one thing that Atlas does now and then. Which objects it befalls
// depends on the seed and on their names, and on nothing else but how many
// objects were deleted before.
type Oddity struct {
	Name  string
	Share float64 // of the objects that it can befall
	Text  string
}

// OddityTable lists the oddities. The shares count what was recorded of Atlas
// from March 2025 to August 2026: 80 or 82 serverless instances, and of Flex
// clusters 317 in all, 127 whose creation and 313 whose deletion was seen whole.
// The 404s were seen about a dozen times, and four, in a year of the nightly tests
// of MongoDB's Terraform provider; the shares make that some thousand objects. That of a
// role is not counted: the provider asks again for it.
func OddityTable() []Oddity {
	return []Oddity{
		{noHosts, 16.0 / 399, "a cluster is IDLE for a while before it has any connection string"},
		{srvOnly, 5.0 / 317, "a Flex cluster is IDLE for a while with standardSrv alone"},
		{unaskedUpdate, 21.0 / 397, "a new cluster shows UPDATING, though nobody sent an update, before it is IDLE"},
		{createsAgain, 5.0 / 80, "a serverless instance that is updated shows CREATING instead of UPDATING"},
		{slowCreate, 0.1, "a Flex cluster takes up to 79 seconds to create"},
		{longestCreate, 2.0 / 207, "a cluster takes as long to create as one ever did: half an hour"},
		{longestDelete, 1.0 / 313, "a cluster takes as long to delete as one ever did: an hour and a half"},
		{youngProject, 0.02, "the settings of a new project answer 404 for some seconds"},
		{youngConnection, 0.005, "a new stream connection is listed, but GET and PATCH answer 404 for some seconds"},
		{youngEntry, 0.005, "a new entry of an access list is listed, but GET answers 404 for some seconds"},
		{youngRole, 0.002, "a new custom role is listed, but GET answers 404 for some seconds"},
		{youngWorkspace, 0.002, "a new stream workspace is there, but whatever is asked of its inside answers 404 for some seconds"},
	}
}

const (
	noHosts         = "no-hosts"
	srvOnly         = "srv-only"
	unaskedUpdate   = "unasked-update"
	createsAgain    = "creates-again"
	slowCreate      = "slow-create"
	longestCreate   = "longest-create"
	longestDelete   = "longest-delete"
	youngProject    = "young-project"
	youngConnection = "young-connection"
	youngEntry      = "young-entry"
	youngRole       = "young-role"
	youngWorkspace  = "young-workspace"
)

// odd reports whether the oddity befalls r.
func (s *state) odd(name string, r *resource) bool {
	switch s.oddities {
	case OdditiesNever:
		return false
	case OdditiesAlways:
		return true
	case OdditiesRecorded:
	}
	table := OddityTable()
	i := slices.IndexFunc(table, func(o Oddity) bool { return o.Name == name })
	// Without the time that an ID begins with: a clock that runs must not decide.
	id := r.ID[min(8, len(r.ID)):]
	hash := sum("oddity", name, strconv.FormatUint(s.seed, 10), id)
	const all = 1 << 53 // as many as a float64 tells apart
	return float64(binary.BigEndian.Uint64(hash[:8])%all) < table[i].Share*all
}

// young reports whether r is so new that the oddity still hides it. For how long
// that lasts is not recorded; "some seconds" is what users of Terraform see.
func (c *call) young(name string, r *resource) bool {
	return c.now.Before(r.Created.Add(spread(2*time.Second, 6*time.Second, name, r.ID))) && c.state.odd(name, r)
}
