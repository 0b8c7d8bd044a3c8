package journal

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// File is where a journal is written, at its end. Sync returns when everything
// that was written is on the disk.
type File interface {
	io.Writer
	Sync() error
}

// Journal writes records. It is an [apply.Journal].
type Journal struct {
	now func() time.Time

	mu   sync.Mutex
	file File
	last int                 // the number of the last write
	open map[apply.Write]int // the writes that are not settled, by what they write
	err  error               // the first error, after which nothing is written any more
}

// New begins the journal of a run in an empty file.
func New(f File, header Header, now func() time.Time) (*Journal, error) {
	j := &Journal{now: now, file: f, open: map[apply.Write]int{}}
	return j, j.append(record{Type: begin, FormatVersion: FormatVersion, Header: &header})
}

// Resume goes on with the journal of an earlier run, whose file holds nothing
// after the length that was read.
func Resume(f File, earlier *Record, now func() time.Time) (*Journal, error) {
	j := &Journal{now: now, file: f, last: earlier.last, open: map[apply.Write]int{}}
	return j, j.append(record{Type: resume})
}

// Intend records that a write is about to be sent.
func (j *Journal) Intend(w apply.Write) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	j.open[w] = j.last
	return j.append(record{Type: intend, Write: j.last, Address: w.Addr.String(), Verb: w.Verb.String()})
}

// Settled records what came of a write: nil means that it was done.
func (j *Journal) Settled(w apply.Write, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	r := record{Type: settled, Write: j.open[w]}
	delete(j.open, w)
	if err != nil {
		r.Error = err.Error()
	}
	_ = j.append(r) // told by the next Intend, and by End
}

// Through records that an update in several writes has come to its end.
func (j *Journal) Through(addr spec.Address) {
	j.mu.Lock()
	defer j.mu.Unlock()
	_ = j.append(record{Type: through, Address: addr.String()})
}

// Found records what a later run found out about a write that was left open.
func (j *Journal) Found(w Open, done bool) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	r := record{Type: settled, Write: w.number}
	if !done {
		r.Error = "it was not done"
	}
	return j.append(r)
}

// End records how the run ended.
func (j *Journal) End(e Ending) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.append(record{Type: end, Ending: e})
}

// append writes a record, unless one failed before: half of that may be there,
// and whatever followed it would be lost with it.
func (j *Journal) append(r record) error {
	if j.err != nil {
		return j.err
	}
	r.Time = j.now().UTC()
	line, err := json.Marshal(r)
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	if err == nil {
		err = j.file.Sync()
	}
	j.err = err
	return err
}
