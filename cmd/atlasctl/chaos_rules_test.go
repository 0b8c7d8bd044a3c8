package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote/emulator/fault"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// drawRules draws by which rules requests go wrong: some of every class that the
// emulator knows. Each strikes a few times only, or else a run would never end.
func drawRules(rng *rand.Rand, w *world) []string {
	r := troublemaker{rng, w}
	classes := []func() string{
		r.latency, r.refusal, r.refusal, r.refusedForNow, r.page, r.drop, r.truncation, r.slowness, r.edit, r.vanishing,
		r.lostWrite, r.lostWrite, r.lostWrite, r.secondEditor,
	}
	rules := make([]string, r.IntN(8))
	for i := range rules {
		rules[i] = one(rng, classes...)()
	}
	if again := w.createdAgain(); len(again) > 0 && r.IntN(2) == 0 {
		// The most dangerous thing of all: nothing but waiting tells that it is
		// not to be created again.
		rules = slices.Insert(rules, 0, "POST "+collectionPath(one(rng, again...))+one(rng, " first=1", " first=3")+r.tardy())
	}
	return rules
}

// createdAgain lists what the plan creates and Atlas would create twice.
func (w *world) createdAgain() []spec.Address {
	var again []spec.Address
	for _, op := range w.calm.Operations {
		if t, _ := spec.TypeOf(op.Addr.Kind); t.Key != "" && (op.Action == plan.Create || op.Action == plan.Replace) {
			again = append(again, op.Addr)
		}
	}
	return again
}

// troublemaker writes rules for a world.
type troublemaker struct {
	*rand.Rand
	*world
}

// matched is which requests a rule strikes, but for what it does to them.
func (r troublemaker) matched(methods ...string) string {
	return strings.TrimSpace(one(r.Rand, methods...) + " " + r.somewhere() + " " + r.which())
}

// anyMethod is all that a client of atlasctl sends; an empty one is every method.
// Writes are rarer than reads, and more interesting.
func anyMethod() []string {
	return []string{"", "GET", "POST", "POST", "PATCH", "DELETE", "POST,PATCH,DELETE"}
}

// somewhere is everywhere, or what a plan has to do with: an object, or all that
// are where it is.
func (r troublemaker) somewhere() string {
	if r.IntN(3) == 0 {
		return "/**"
	}
	addr := one(r.Rand, r.calm.Operations...).Addr
	path, collection := pathOf(addr), collectionPath(addr)
	return one(r.Rand, path, collection, collection+"/**")
}

func (r troublemaker) which() string {
	return one(r.Rand,
		fmt.Sprintf("nth=%d", 1+r.IntN(4)),
		fmt.Sprintf("first=%d", 1+r.IntN(3)),
		fmt.Sprintf("p=0.%d times=%d", 1+r.IntN(6), 1+r.IntN(6)),
		fmt.Sprintf("every=%d times=%d", 2+r.IntN(3), 1+r.IntN(4)),
	)
}

// late has a request its effect, before it goes wrong.
func (r troublemaker) late() string { return one(r.Rand, "", " after") }

func (r troublemaker) latency() string {
	return r.matched(anyMethod()...) + fmt.Sprintf(" latency=%ds", 1+r.IntN(20)) + r.late()
}

func (r troublemaker) refusal() string {
	return r.matched(anyMethod()...) + one(r.Rand,
		" status=500"+r.late(), " status=503"+r.late(), " status=503 retry-after=2", " status=504 code=GATEWAY_TIMEOUT"+r.late(),
		" status=429", " status=429 retry-after=3", " status=401",
	)
}

// refusedForNow is what Atlas says when it wants to be asked again, and what it
// may say when another one was faster.
func (r troublemaker) refusedForNow() string {
	return one(r.Rand,
		"POST /** "+r.which()+" status=400 code=CONTAINER_WAITING_FOR_FAST_RECORD_CLEAN_UP",
		"DELETE /streams/*/connections/* "+r.which()+" status=409 code=STREAM_KAFKA_CONNECTION_IS_DEPLOYING",
		"POST /streams/*/connections "+r.which()+" status=409 code=STREAM_CONNECTION_NAME_ALREADY_EXISTS",
		"PATCH /** "+r.which()+" status=409 code=CANNOT_UPDATE_PAUSED_CLUSTER",
	)
}

func (r troublemaker) page() string {
	return r.matched(anyMethod()...) + one(r.Rand, " html=502", " html=503", " html=504") + r.late()
}

func (r troublemaker) drop() string {
	return r.matched(anyMethod()...) + one(r.Rand, " drop=before", " drop=after", r.tardy())
}

// tardy loses a request that arrives later all the same. After half a minute
// atlasctl believes that it never will.
func (r troublemaker) tardy() string { return fmt.Sprintf(" drop=late latency=%ds", 4+r.IntN(25)) }

// lostWrite loses the answer to one of the writes that the plan needs, up to four
// times in a row, which mostly has had its effect, or will have it. It is what an apply must never send again as it
// is: of some kinds Atlas makes any number, and a deletion takes whatever has the
// name by then.
func (r troublemaker) lostWrite() string {
	op := one(r.Rand, r.calm.Operations...)
	path, collection := pathOf(op.Addr), collectionPath(op.Addr)
	writes := map[plan.Action][]string{
		plan.Create:  {"POST " + collection},
		plan.Update:  {"PATCH " + path, "POST,PATCH " + path + "*"}, // also what is done to it, such as :stop
		plan.Replace: {"DELETE " + path, "POST " + collection},
		plan.Delete:  {"DELETE " + path},
	}
	return one(r.Rand, writes[op.Action]...) + one(r.Rand, " first=1", " first=2", " first=4", " p=0.5 times=3") +
		one(r.Rand, " drop=before", " drop=after", " html=504 after", " status=500 after", " truncate", r.tardy(), r.tardy(), r.tardy())
}

func (r troublemaker) truncation() string { return r.matched(anyMethod()...) + " truncate" }

func (r troublemaker) slowness() string {
	return r.matched(anyMethod()...) + fmt.Sprintf(" slow=%ds", 1+r.IntN(20))
}

func (r troublemaker) edit() string {
	return r.matched("", "GET", "PATCH", "DELETE") + one(r.Rand, " edit", " edit=before", " edit=after")
}

// secondEditor changes what the plan is about, at one of the looks that apply takes at
// it, or just before it is written.
func (r troublemaker) secondEditor() string {
	return fmt.Sprintf("%s %s nth=%d edit%s", one(r.Rand, "GET", "PATCH"), pathOf(one(r.Rand, r.calm.Operations...).Addr), 1+r.IntN(3), one(r.Rand, "=before", "=after"))
}

// vanishing takes something away that a file wants, or wants to be gone: without
// what lives outside of the files, there may be nothing that files can do, and
// nothing without what a document leaves out that Atlas wants of something new.
func (r troublemaker) vanishing() string {
	victims := r.creatable()
	if len(victims) == 0 {
		return r.edit()
	}
	path := pathOf(one(r.Rand, victims...))
	return strings.TrimSpace(one(r.Rand, "", "GET", "PATCH", "DELETE")+" "+path+" "+r.which()) + one(r.Rand, " vanish", " vanish=before", " vanish=after")
}

// creatable lists what the documents can make, or want to be gone.
func (w *world) creatable() []spec.Address {
	fromNothing, err := plan.Compute(w.want, nil, plan.Flags{})
	var addrs []spec.Address
	for _, r := range w.want {
		if err != nil || !slices.ContainsFunc(fromNothing.Blocked, func(b plan.Blocked) bool { return b.Addr == r.Addr }) {
			addrs = append(addrs, r.Addr)
		}
	}
	return addrs
}

// segment escapes a name as rules want it.
func segment(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// drawOddities draws how often the emulator is odd. All oddities together take
// hours, and are rare.
func drawOddities(r *rand.Rand) string {
	switch n := r.IntN(100); {
	case n < 3:
		return "always"
	case n < 70:
		return "recorded"
	}
	return "never"
}

// TestEverythingGoesWrong wants every class of troubles for the objects of every kind.
func TestEverythingGoesWrong(t *testing.T) {
	t.Parallel()
	w, kinds := &world{calm: &plan.Plan{}}, map[string][]spec.Kind{} // by their paths
	for _, typ := range spec.Types() {
		r := spectest.SamplesOf(t, typ.Kind)[0].Resource(t)
		w.want = append(w.want, r)
		for _, action := range []plan.Action{plan.Create, plan.Update, plan.Replace, plan.Delete} {
			w.calm.Operations = append(w.calm.Operations, plan.Operation{Addr: r.Addr, Action: action})
		}
		for _, path := range slices.Compact([]string{pathOf(r.Addr), collectionPath(r.Addr), pathOf(r.Addr) + "*"}) {
			kinds[path] = append(kinds[path], typ.Kind)
		}
	}
	type trouble struct {
		kind  spec.Kind
		class string
	}
	rng, drawn := rand.New(rand.NewPCG(1, 2)), map[trouble]bool{}
	for range 2000 {
		for _, rule := range drawRules(rng, w) {
			if _, err := fault.Parse(rule); err != nil {
				t.Fatal(err)
			}
			words := strings.Fields(strings.ReplaceAll(rule, "first=4", "row"))
			for _, kind := range append(kinds[words[0]], kinds[words[1]]...) { // some have no method
				for _, word := range words[1:] {
					class, _, _ := strings.Cut(word, "=")
					drawn[trouble{kind, class}] = true
				}
			}
		}
	}
	for _, typ := range spec.Types() {
		for _, class := range []string{"latency", "status", "html", "drop", "truncate", "slow", "edit", "vanish", "row"} {
			if !drawn[trouble{typ.Kind, class}] {
				t.Errorf("%s is drawn for no %s", class, typ.Kind)
			}
		}
	}
}
