package render

import "charm.land/lipgloss/v2"

// Theme says how the words of [Text] look. The zero value is plain text
// without a single escape code. Meaning never depends on it.
type Theme struct {
	Create  lipgloss.Style // the sign of what is added
	Update  lipgloss.Style // the sign of what changes
	Delete  lipgloss.Style // the sign of what goes
	Warning lipgloss.Style // hazards, reasons, what apply needs
	Strong  lipgloss.Style // addresses and the verdict
	Faint   lipgloss.Style // places, arrows and notes
}

// Colour gives the theme for a terminal. It uses the terminal's own sixteen
// colours, which are readable on light and dark grounds.
func Colour() Theme {
	return Theme{
		Create:  lipgloss.NewStyle().Foreground(lipgloss.Green),
		Update:  lipgloss.NewStyle().Foreground(lipgloss.Yellow),
		Delete:  lipgloss.NewStyle().Foreground(lipgloss.Red),
		Warning: lipgloss.NewStyle().Foreground(lipgloss.Magenta).Bold(true),
		Strong:  lipgloss.NewStyle().Bold(true),
		Faint:   lipgloss.NewStyle().Faint(true),
	}
}

// sign paints a sign. The sign of a replacement is made of two.
func (th Theme) sign(s string) string {
	switch s {
	case signAdd:
		return th.Create.Render(s)
	case signChange:
		return th.Update.Render(s)
	case signRemove:
		return th.Delete.Render(s)
	case signReplace:
		return th.Delete.Render(signRemove) + "/" + th.Create.Render(signAdd)
	case signWarn:
		return th.Warning.Render(s)
	default:
		return th.Faint.Render(s)
	}
}
