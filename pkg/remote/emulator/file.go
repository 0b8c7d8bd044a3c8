package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

const (
	fileFormat  = "atlasctl emulator state"
	fileVersion = 1
)

// file keeps a state on disk. The zero path keeps nothing.
type file struct {
	path string
	lock *flock.Flock

	mu        sync.Mutex // one writer at a time
	written   uint64     // the state's changes that are on disk
	writtenAt time.Time  // the emulated time that is on disk
}

// header is the file without its resources, which follow one a line.
type header struct {
	Format    string    `json:"format"`
	Version   int       `json:"formatVersion"`
	Start     time.Time `json:"startDate"`
	Now       time.Time `json:"now"`
	Deletions uint64    `json:"deletions"`
	Seed      uint64    `json:"seed,omitempty"`
}

type document struct {
	header
	Resources []*resource `json:"resources"`
}

// acquire takes the lock, or says at once that somebody else has it.
func acquire(path string) (*flock.Flock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("creating the folder of the state: %w", err)
	}
	lock := flock.New(path + ".lock")
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", lock.Path(), err)
	}
	if !ok {
		return nil, fmt.Errorf("another process is using it (%s is locked)", lock.Path())
	}
	return lock, nil
}

// load reads the state at path. A missing file is an empty state that begins at
// start; nil says that the file was missing.
func load(path string, start time.Time) (*state, *header, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newState(start), nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	doc, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	st := newState(doc.Start)
	for _, r := range doc.Resources {
		if r == nil || r.Kind == "" || r.Name == "" || r.ID == "" || r.Fields == nil || st.resources[r.key] != nil {
			return nil, nil, errors.New("not a state file: it holds a resource without identity or fields, or one twice")
		}
		if err := st.put(r); err != nil {
			return nil, nil, err
		}
		st.countEvent(r)
	}
	st.seed, st.deletions, st.changes = doc.Seed, doc.Deletions, 0
	return st, &doc.header, nil
}

func decode(data []byte) (*document, error) {
	var head header
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("not a state file: %w", err)
	}
	if head.Format != fileFormat {
		return nil, errors.New("not a state file: it was written by something else")
	}
	if head.Version != fileVersion {
		return nil, fmt.Errorf("state file of formatVersion %d, this program reads %d", head.Version, fileVersion)
	}
	if head.Start.Before(timeBegins) || head.Now.Before(head.Start) || head.Now.After(timeEnds) {
		return nil, errors.New("not a state file: it holds a time that cannot be")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	var doc document
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("not a state file: %w", err)
	}
	return &doc, nil
}

// encode writes a resource a line, so that two states can be compared with the
// usual tools, and from the encodings that the resources carry, so that a write
// costs a copy and not a marshalling of everything.
func (s *state) encode(now time.Time) ([]byte, error) {
	head, err := encodeJSON(header{fileFormat, fileVersion, s.start, now, s.deletions, s.seed})
	if err != nil {
		return nil, err
	}
	all := make([]*resource, 0, len(s.resources))
	for _, r := range s.resources {
		all = append(all, r)
	}
	slices.SortFunc(all, byRank)
	var buf bytes.Buffer
	buf.Write(bytes.TrimSuffix(head, []byte("}")))
	buf.WriteString(`,"resources":[`)
	for i, r := range all {
		if i > 0 {
			buf.WriteByte(',')
		}
		buf.WriteByte('\n')
		buf.Write(r.encoded)
	}
	buf.WriteString("\n]}\n")
	return buf.Bytes(), nil
}

// replace puts data in the place of the file, whole or not at all. It is safe
// against a process that dies, not against power that fails: an fsync a write
// would cost more than an emulated object is worth.
func (f *file) replace(data []byte) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(f.path), f.tempPattern()) // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	if _, err = tmp.Write(data); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), f.path)
}

func (f *file) tempPattern() string { return "." + filepath.Base(f.path) + ".tmp-*" }

// tidy removes what a writer that died has left behind. Only the holder of the
// lock may call it.
func (f *file) tidy() error {
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if left, _ := filepath.Match(f.tempPattern(), entry.Name()); left {
			err = errors.Join(err, os.Remove(filepath.Join(filepath.Dir(f.path), entry.Name())))
		}
	}
	return err
}

// unlock gives the lock back. The lock file stays: removing it would let two
// processes lock two files of one name.
func (f *file) unlock() error {
	if f.lock == nil {
		return nil
	}
	return f.lock.Unlock()
}
