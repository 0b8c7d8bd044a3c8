package remotetest

import (
	"errors"
	"sync"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// promises are what holds for all kinds alike, shown on the one that shows it
// best.
var promises = []struct {
	name string
	hold func(probe)
}{
	{"no parent, no object", probe.noParent},
	{"a parent that nobody declares and that does not exist is a problem", probe.orphan},
	{"what exists is not created again", probe.noSecondCreate},
	{"what is absent is not updated", probe.noUpdateOfNothing},
	{"live values are hidden", probe.valuesHidden},
	{"hidden values survive an update", probe.valuesSurvive},
	{"children go with their parent", probe.childrenGo},
	{"children of parents that no file names are listed to prune", probe.strangers},
	{"what was read is a copy", probe.copies},
	{"many at once", probe.manyAtOnce},
}

func (p probe) noParent() {
	for _, typ := range spec.Types() {
		if typ.Parent != "" {
			s := spectest.SamplesOf(p, typ.Kind)[0]
			want := s.Resource(p)
			p.wantError(p.Create(p.Context(), want), remote.ErrNoParent)
			want.Absent = true
			p.wantAbsent(s, want)
			if err := p.Delete(p.Context(), want); err != nil {
				p.Errorf("deleting %s, whose parent is gone: %v, want success", want.Addr, err)
			}
		}
	}
}

func (p probe) orphan() {
	s := p.inParent()
	want := s.Resource(p)
	_, err := p.Fetch(p.Context(), []spec.Resource{want}, remote.FetchOptions{})
	problems, _ := errors.AsType[spec.Problems](err)
	if len(problems) != 1 || problems[0].Pos.File != want.Origin.File || problems[0].Pos.Line != want.Origin.Line {
		p.Errorf("got %v, want one problem at %s", err, want.Origin)
	}
	live, err := p.Fetch(p.Context(), append(s.Parents(p), want), remote.FetchOptions{})
	if err != nil || len(live) > 0 {
		p.Errorf("with the parent declared: got %v, %v, want nothing live", live, err)
	}
}

func (p probe) noSecondCreate() {
	for _, typ := range spec.Types() {
		if typ.Parent != "" {
			continue
		}
		s := spectest.SamplesOf(p, typ.Kind)[0]
		if s.Again {
			continue
		}
		p.make(s.Resource(p))
		other := s.Changed(p, s.Changes[0])
		err := p.Create(p.Context(), other)
		taken, says := errors.AsType[interface {
			error
			AlreadyExists() bool
		}](err)
		switch {
		case err == nil:
			p.Errorf("%s was created twice", other.Addr)
		case !says || !taken.AlreadyExists():
			p.Errorf("%s: no error of a name that is taken: %v", other.Addr, err)
		}
		p.wantLive(s, s.Resource(p))
	}
}

func (p probe) noUpdateOfNothing() {
	for _, typ := range spec.Types() {
		s := spectest.SamplesOf(p, typ.Kind)[0]
		p.wantError(p.Update(p.Context(), s.Resource(p), s.Resource(p)), remote.ErrNotFound)
	}
}

func (p probe) childrenGo() {
	s := p.inParent()
	p.makeAll(s.Parents(p))
	p.make(s.Resource(p))
	for _, parent := range s.Parents(p) {
		p.unmake(parent)
		p.make(parent)
	}
	if listed := p.listed(s, s.Resource(p)); len(listed) > 0 {
		p.Errorf("a new parent has a child of the old one: %v", listed)
	}
}

func (p probe) strangers() {
	s := p.inParent()
	p.makeAll(s.Parents(p))
	p.make(s.Resource(p))
	another := s.Parents(p)[0]
	another.Addr.Name += " 2"
	for prune, want := range map[bool]int{false: 1, true: 2} {
		live, err := p.Fetch(p.Context(), []spec.Resource{another}, remote.FetchOptions{Prune: prune})
		if err != nil || len(live) != want {
			p.Errorf("with prune %t: got %v, %v, want %d resources", prune, live, err, want)
		}
	}
}

func (p probe) manyAtOnce() {
	s := p.inParent()
	p.makeAll(s.Parents(p))
	var want []spec.Resource
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		s.Object = name
		want = append(want, s.Resource(p))
	}
	var all sync.WaitGroup
	for _, r := range want {
		all.Go(func() {
			if err := p.Create(p.Context(), r); err != nil {
				p.Errorf("creating %s: %v", r.Addr, err)
			}
			if _, err := p.WaitReady(p.Context(), r, nil); err != nil {
				p.Errorf("waiting for %s: %v", r.Addr, err)
			}
		})
	}
	all.Wait()
	live, err := p.Fetch(p.Context(), want, remote.FetchOptions{})
	if err != nil {
		p.Fatal(err)
	}
	var got, names []string
	for _, r := range live {
		got = append(got, r.Addr.Name)
	}
	for _, r := range want {
		names = append(names, r.Addr.Name)
	}
	if diff := cmp.Diff(names, got); diff != "" {
		p.Errorf("(-want +got):\n%s", diff)
	}
}
