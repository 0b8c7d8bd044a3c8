package plan_test

import "testing"

// TestConflictInADocument says where in a pipeline somebody else was.
func TestConflictInADocument(t *testing.T) {
	t.Parallel()
	p := processor("p")
	const stopped = ", state: STOPPED"
	made := compute(t, document(t, p, pipeline("2")+stopped), live(t, p, pipeline("1")+stopped))
	_, conflicts := made.Operations[0].Recheck(live(t, p, pipeline("3")+stopped).Body)
	if len(conflicts) != 1 {
		t.Fatalf("got %v", conflicts)
	}
	want := `pipeline.1.$match.a: the plan saw "1", now it is "3", the file wants "2"`
	if got := conflicts[0].String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
