package emulator

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// sum hashes its parts. They are kept apart by a byte that no name holds.
func sum(parts ...string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.Join(parts, "\x00")))
}

// projectID derives the ID of a project from its name, so that every run and
// every machine knows the project under the same ID, whatever the seed.
func projectID(name string) string {
	hash := sha256.Sum256([]byte(name))
	return hex.EncodeToString(hash[:12])
}

// objectID makes the ID of the object k: the time of its creation, then a hash,
// as MongoDB's object IDs begin. It does not depend on the order in which
// parallel requests arrive, only on how many objects were deleted before, which
// is what tells an object from its predecessor of the same name.
func objectID(k key, at time.Time, deletions uint64) string {
	return seededID(0, k, at, deletions)
}

// seededID is objectID under a seed. Host names, durations, places in lists and
// oddities all derive from IDs, so that the seed is in them too.
func seededID(seed uint64, k key, at time.Time, deletions uint64) string {
	parts := []string{string(k.Kind), k.Project, k.Parent, k.Name, strconv.FormatUint(deletions, 10)}
	if seed != 0 { // the IDs of states without a seed are what they always were
		parts = append(parts, strconv.FormatUint(seed, 10))
	}
	hash := sum(parts...)
	id := binary.BigEndian.AppendUint32(nil, uint32(at.Unix()))
	return hex.EncodeToString(append(id, hash[:8]...))
}

// isObjectID reports whether s is a 24-digit lower-case hexadecimal string, the
// pattern that the API document gives for every ID.
func isObjectID(s string) bool {
	return len(s) == 24 && strings.Trim(s, "0123456789abcdef") == ""
}

// label derives n characters from the parts, as Atlas has them in host names.
func label(n int, parts ...string) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	hash := sum(parts...)
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[int(hash[i])%len(alphabet)]
	}
	return string(out)
}

// hexDigits derives n hexadecimal digits from the parts, 64 at most.
func hexDigits(n int, parts ...string) string {
	hash := sum(parts...)
	return hex.EncodeToString(hash[:])[:n]
}

// spread picks a duration between low and high that belongs to the parts, in
// milliseconds so that objects made together do not become ready together.
func spread(low, high time.Duration, parts ...string) time.Duration {
	hash := sum(parts...)
	steps := uint64((high-low)/time.Millisecond) + 1
	return low + time.Duration(binary.BigEndian.Uint64(hash[:8])%steps)*time.Millisecond
}

// rank is the place of an object in lists. Atlas lists neither by name nor by
// date (recorded), so a client that relies on an order must fail here too.
func rank(id string) uint64 {
	hash := sum("rank", id)
	return binary.BigEndian.Uint64(hash[:8])
}
