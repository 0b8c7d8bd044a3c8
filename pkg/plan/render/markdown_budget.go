package render

// class ranks the pieces of a comment: the least important come last, and are
// the first to go.
type class int

const (
	classDestroyed class = iota // the names of what is deleted or replaced
	classRow                    // of the table of counts
	classHazard                 // and what is blocked
	classUpdate                 // headings of updates
	classCreate                 // headings of creations
	classNotice
	classRestFields // of replacements, deletions and what is blocked
	classUpdateFields
	classCreateFields
	classes // their number; nothing of a class after it is ever missing
)

// piece is a part of a comment that is shown whole or not at all.
type piece struct {
	class class
	text  string
	lost  lost   // what is missing without it
	count int    // and how many of it
	under *piece // the heading without which it means nothing
	in    *foldout
	kept  bool
}

const (
	roomForNote   = 1_000 // what markdown.note writes at most, with the sentences about the marker
	roomForTitles = 400   // of the sections, and the head of the table
	roomForFrame  = 150   // around a fold, beside its summary
)

// lost is what is missing without a piece: "a creation", or of it only a part.
type lost struct {
	part string // such as "the fields of "
	noun string // in the singular
}

// budget is the room that a comment has.
type budget struct {
	left int   // bytes that are not spent
	cut  class // the most important class of which something is missing
}

// fill keeps as many pieces as there is room for, the most important first. When
// some of a class have no room, nothing of a later class is shown: it would look
// as if there were nothing before it.
func (m *markdown) fill(limit int) {
	m.budget = budget{limit - roomForNote - roomForTitles, classes}
	m.left -= len(verdict(m.plan)) + len(m.plan.Digest())
	m.mark(m.left / 4)
	all := m.pieces()
	for c := range classes {
		if c == classUpdate {
			m.markWhole(limit / 3)
		}
		m.spend(all, c)
	}
	if m.cut == classDestroyed {
		m.approves = false
	}
}

// spend keeps the pieces of a class, as far as there is room.
func (b *budget) spend(all []*piece, c class) {
	for _, p := range all {
		if p.class == c && b.cut >= c && !b.keep(p) {
			b.cut = c
		}
	}
}

// keep keeps a piece if there is room for it.
func (b *budget) keep(p *piece) bool {
	cost := len(p.text) + len("\n\n")
	if p.in != nil && !p.in.open {
		cost += len(p.in.summary) + roomForFrame
	}
	if cost > b.left || p.under != nil && !p.under.kept {
		return false
	}
	b.left -= cost
	p.kept = true
	if p.in != nil {
		p.in.open = true
	}
	return true
}

// pieces lists all pieces in the order in which they are shown.
func (m *markdown) pieces() []*piece {
	var all []*piece
	for _, list := range [][]*piece{m.rows, m.refused, m.blocked, m.named, m.hazards, m.notices, m.beside} {
		all = append(all, list...)
	}
	for _, f := range m.folds {
		all = append(all, f.pieces...)
	}
	return all
}

// kept gives the texts of the pieces that are shown.
func kept(pieces []*piece) []string {
	var texts []string
	for _, p := range pieces {
		if p.kept {
			texts = append(texts, p.text)
		}
	}
	return texts
}
