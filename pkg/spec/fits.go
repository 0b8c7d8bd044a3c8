package spec

// Misfits lists what of a resource does not go with what it lives in, whose body
// is given.
func (r Resource) Misfits(parent Body) []Violation {
	t, _ := TypeOf(r.Addr.Kind)
	if t.Fits == nil || r.Body == nil || parent == nil {
		return nil
	}
	return t.Fits(r.Body, parent)
}

// checkFits reports every present document that does not go with that of what it
// lives in. Where one of the two has another problem, nobody knows yet.
func checkFits(docs []*document) {
	first := map[Address]*document{}
	for _, d := range docs {
		if d.named && first[d.res.Addr] == nil {
			first[d.res.Addr] = d
		}
	}
	for _, d := range docs {
		addr, _ := d.res.Addr.ParentAddress()
		parent := first[addr]
		if parent == nil || !parent.sound || !d.sound {
			continue
		}
		before := len(d.problems)
		for _, v := range d.res.Misfits(parent.res.Body) {
			v.Msg += " (" + addr.String() + " at " + parent.pos.String() + ")"
			d.validate([]Violation{v})
		}
		for i := range d.problems[before:] {
			d.problems[before+i].Addr = d.addressText()
		}
	}
}
