package emulator

import (
	"errors"
	"fmt"
)

// Close writes what is not in the file yet, emulated time included, and gives
// the lock back. The emulator must not be used afterwards.
func (e *Emulator) Close() error {
	if e.file == nil {
		return nil
	}
	e.file.mu.Lock()
	defer e.file.mu.Unlock()
	var err error
	if e.unsaved() {
		err = e.save()
	}
	return errors.Join(err, e.file.unlock())
}

// unsaved reports whether the file lacks a change or the present time. Time
// alone, and the projects of the configuration, which will be given again, do
// not make a file where there is none. The file's lock is held.
func (e *Emulator) unsaved() bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.file.writtenAt.IsZero() {
		return e.state.changes > e.given
	}
	return e.state.changes > max(e.file.written, e.given) || !e.clock.now().Equal(e.file.writtenAt)
}

// commit returns when the first n changes of the state are in the file. Those
// who wait for the writer before them usually find that it, or the one in
// between, has taken their change along. When the file cannot be written the
// client is told so, the change stays in memory and the next write tries again.
func (e *Emulator) commit(n uint64) error {
	if e.file == nil {
		return nil
	}
	e.file.mu.Lock()
	defer e.file.mu.Unlock()
	if e.file.written >= n {
		return nil
	}
	return e.save()
}

// save writes the state as it is now. The file's lock is held.
func (e *Emulator) save() error {
	e.mu.RLock()
	now, changes := e.clock.now(), e.state.changes
	data, err := e.state.encode(now)
	e.mu.RUnlock()
	if err == nil {
		err = e.file.replace(data)
	}
	if err != nil {
		return fmt.Errorf("writing emulator state %s: %w", e.file.path, err)
	}
	e.file.written, e.file.writtenAt = changes, now
	return nil
}
