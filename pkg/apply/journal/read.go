package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Record is what a journal tells.
type Record struct {
	Header
	Started time.Time
	Last    time.Time // when the last record was written
	// Ending is how the last run ended; empty means that it was killed.
	Ending Ending
	// Open lists the writes that may or may not have been done.
	Open []Open
	// Size is how many bytes were read: behind them stands half a record, or
	// nothing.
	Size int

	begun map[string]bool // addresses of which something was written, or may have been
	done  map[string]bool // addresses of which the last write was done
	ended map[string]bool // addresses of which an update in several writes came to its end
	last  int
}

// Open is a write whose outcome nobody knows.
type Open struct {
	Address string
	Verb    string
	Time    time.Time // when it was about to be sent

	number int
}

// Begun reports whether a write to the resource was sent, or may have been.
func (r *Record) Begun(address string) bool { return r.begun[address] }

// Done reports whether the last write to the resource was done.
func (r *Record) Done(address string) bool { return r.done[address] }

// Through reports whether an update of the resource in several writes came to its
// end, and nothing was begun since.
func (r *Record) Through(address string) bool { return r.ended[address] }

// Finished reports whether there is nothing to continue.
func (r *Record) Finished() bool { return r.Ending == Complete }

// Read reads a journal. What follows the last whole line is ignored: a record
// that was cut off was never acted upon. Nil without an error means that the
// journal ends before its first record does, so that nothing was sent.
func Read(data []byte) (*Record, error) {
	r := &Record{begun: map[string]bool{}, done: map[string]bool{}, ended: map[string]bool{}}
	for n := 1; ; n++ {
		at := bytes.IndexByte(data[r.Size:], '\n')
		if at < 0 {
			break
		}
		line := data[r.Size : r.Size+at]
		var entry record
		if err := json.Unmarshal(line, &entry); err != nil {
			return nil, fmt.Errorf("line %d is no record: %w", n, err)
		}
		if err := r.add(entry, n == 1); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		r.Size += at + 1
	}
	if r.Size == 0 {
		return nil, nil
	}
	return r, nil
}

func (r *Record) add(entry record, first bool) error {
	if first != (entry.Type == begin) {
		return errors.New("it does not begin as a journal does: it was written by something else, or put together")
	}
	r.Last = entry.Time
	switch entry.Type {
	case begin:
		if entry.FormatVersion != FormatVersion {
			return fmt.Errorf("format version %d, and this atlasctl reads %d: finish with the version that began", entry.FormatVersion, FormatVersion)
		}
		if entry.Header == nil || entry.Plan == nil {
			return errors.New("the plan is missing")
		}
		r.Header, r.Started = *entry.Header, entry.Time
	case resume:
		r.Ending = ""
	case intend:
		r.last = entry.Write
		r.begun[entry.Address], r.done[entry.Address], r.ended[entry.Address] = true, false, false
		r.Open = append(r.Open, Open{entry.Address, entry.Verb, entry.Time, entry.Write})
	case settled:
		at := slices.IndexFunc(r.Open, func(o Open) bool { return o.number == entry.Write })
		if at < 0 {
			return fmt.Errorf("write %d is settled and was never begun", entry.Write)
		}
		r.done[r.Open[at].Address] = entry.Error == ""
		r.Open = slices.Delete(r.Open, at, at+1)
	case through:
		r.ended[entry.Address] = true
	case end:
		r.Ending = entry.Ending
	default:
		return fmt.Errorf("unknown record %q", entry.Type)
	}
	return nil
}
