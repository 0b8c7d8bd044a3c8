package remotetest

import (
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// Only connections have values that Atlas gives back and nobody should see.

// connection gives the sample of a shape of connection.
func (p probe) connection(shape string) spectest.Sample {
	p.Helper()
	return spectest.Shape{Kind: spec.KindStreamConnection, Shape: shape}.Sample(p)
}

// inParent gives the smallest thing that lives in another one.
func (p probe) inParent() spectest.Sample { return p.connection("Sample") }

func (p probe) valuesHidden() {
	s := p.connection("Https full")
	want := s.Resource(p)
	p.makeAll(s.Parents(p))
	p.make(want)
	for _, tc := range []struct {
		name      string
		told      spectest.Change
		url, team spec.Value
	}{
		{"a reference is compared by presence", spectest.Change{"url": `{env: ANOTHER}`}, spec.Ref(spec.EnvSecret("ANOTHER")), spec.Text("clicks")},
		{"the same text is shown", spectest.Change{"headers": `{X-Team: clicks}`}, spec.Ref(spec.EnvSecret("HOOK_URL")), spec.Text("clicks")},
		{"another text hides", spectest.Change{"headers.X-Team": `sales`}, spec.Ref(spec.EnvSecret("HOOK_URL")), spec.Hidden},
		{"no text hides", spectest.Change{"headers": `{}`, "url": `https://example.com`}, spec.Hidden, spec.Hidden},
	} {
		told := s.Changed(p, tc.told)
		body := p.read(told).Body.(*spec.StreamConnection)
		if !alike(*body.URL, tc.url) || !alike(body.Headers["X-Team"], tc.team) {
			p.Errorf("%s: got %q and %q, want %q and %q", tc.name, string(*body.URL), string(body.Headers["X-Team"]), string(tc.url), string(tc.team))
		}
	}
	for _, r := range p.listed(s, spec.Resource{Addr: want.Addr}) {
		body := r.Body.(*spec.StreamConnection)
		if !body.URL.IsHidden() || !body.Headers["X-Team"].IsHidden() || !body.Headers["Authorization"].IsHidden() {
			p.Errorf("a connection without a body in the documents shows its values: %#v", body.Headers)
		}
	}
}

// alike compares values; one that is hidden may have a fingerprint.
func alike(got, want spec.Value) bool {
	return got == want || got.IsHidden() && want.IsHidden()
}

func (p probe) valuesSurvive() {
	s := p.connection("Https full")
	p.makeAll(s.Parents(p))
	p.make(s.Resource(p))
	// A document that says nothing of the headers.
	less := p.connection("Https minimal").Resource(p)
	less.Addr = s.Resource(p).Addr
	body := p.update(less).(*spec.StreamConnection)
	if !body.Headers["X-Team"].IsHidden() {
		p.Fatalf("the test wants hidden headers, got %v", body.Headers)
	}
	full := s.Changed(p, spectest.Change{"url": `https://example.com/in`})
	p.wantLive(s, full)
}

func (p probe) copies() {
	s := p.connection("Https minimal")
	want := s.Changed(p, s.Changes[0])
	p.makeAll(s.Parents(p))
	p.make(want)
	body := p.read(want).Body.(*spec.StreamConnection)
	*body.URL = spec.Text("https://example.com/scribble")
	body.Headers["X-Team"] = spec.Text("scribble")
	listed := p.listed(s, want)[0].Body.(*spec.StreamConnection)
	listed.Headers["X-Team"] = spec.Text("scribble")
	p.wantLive(s, want)
}
