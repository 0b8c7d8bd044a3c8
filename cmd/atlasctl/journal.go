package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/atlasctl/atlasctl/pkg/apply/journal"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// defaultJournal is where apply keeps its journal.
const defaultJournal = ".atlasctl/journal.jsonl"

// ledger is the file of the journal, which belongs to one apply at a time. Who
// has it is written beside the lock, since a lock file cannot be read
// everywhere while it is locked.
type ledger struct {
	path    string
	lock    *flock.Flock
	file    *os.File        // nil until a journal is begun
	earlier *journal.Record // of a run that did not finish; nil when there is none
	resumed bool            // the journal of that run goes on
	ground  journal.Ground  // of this run

	documents map[string]string // that this run has read, see plan.Document
	asked     []spec.Resource   // the same as they are, with what they remember
}

// openLedger locks the journal and reads what an earlier run left in it.
func openLedger(path, holder string) (*ledger, error) {
	l, err := lockLedger(path, holder)
	if err != nil {
		return nil, fmt.Errorf("journal %s: %w", path, err)
	}
	data, err := os.ReadFile(path)
	if err == nil {
		l.earlier, err = journal.Read(data)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(fmt.Errorf("journal %s: %w (move it away if it is not needed)", path, err), l.close())
	}
	if l.earlier != nil && l.earlier.Finished() {
		l.earlier = nil
	}
	return l, nil
}

func lockLedger(path, holder string) (*ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, elsewhere(err)
	}
	lock := flock.New(path + ".lock")
	held, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, elsewhere(err)
	case !held:
		other, _ := os.ReadFile(path + ".holder") // no more than a help
		return nil, fmt.Errorf("another apply is at work here: %s; wait for it to end", strings.TrimSpace(string(other)))
	}
	if err := os.WriteFile(path+".holder", []byte(holder+"\n"), 0o600); err != nil {
		return nil, errors.Join(elsewhere(err), lock.Unlock())
	}
	return &ledger{path: path, lock: lock}, nil
}

func elsewhere(err error) error {
	return fmt.Errorf("%w (--journal FILE keeps it where there is room)", err)
}

// begin starts the journal of a new plan in the place of the last one.
func (l *ledger) begin(header journal.Header, now func() time.Time) (*journal.Journal, error) {
	if err := l.open(os.O_CREATE | os.O_TRUNC); err != nil {
		return nil, err
	}
	return journal.New(l.file, header, now)
}

// resume goes on with the journal of the earlier run. What a record that was cut
// off has left behind is taken out first.
func (l *ledger) resume(now func() time.Time) (*journal.Journal, error) {
	if err := os.Truncate(l.path, int64(l.earlier.Size)); err != nil {
		return nil, err
	}
	if err := l.open(0); err != nil {
		return nil, err
	}
	l.resumed = true
	return journal.Resume(l.file, l.earlier, now)
}

func (l *ledger) open(flags int) error {
	file, err := os.OpenFile(l.path, os.O_WRONLY|os.O_APPEND|flags, 0o600)
	if err != nil {
		return err
	}
	l.file = file
	if dir, err := os.Open(filepath.Dir(l.path)); err == nil { // the name shall survive, too
		_ = dir.Sync() // which not every system can
		_ = dir.Close()
	}
	return nil
}

// close gives the journal to the next apply. The lock file stays: removing it
// would let two processes lock two files of one name.
func (l *ledger) close() error {
	var file io.Closer = io.NopCloser(nil)
	if l.file != nil {
		file = l.file
	}
	return errors.Join(file.Close(), os.Remove(l.path+".holder"), l.lock.Unlock())
}

// holder names this process for whoever finds its lock.
func (e env) holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	return fmt.Sprintf("process %d on %s, since %s", os.Getpid(), host, e.now().UTC().Format(time.RFC3339))
}
