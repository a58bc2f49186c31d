package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

// typed is the part of a schema that tells which paths exist.
type typed interface {
	TypeAtPath(ctx context.Context, p path.Path) (attr.Type, diag.Diagnostics)
}

// refused turns a refusal into diagnostics: each violation at the attribute that it is about, anything else in general. Terraform quotes
// the line of an attribute of the resource itself, but finds none for one nested in it; so the outer one is pointed at, and the inner named.
func refused(ctx context.Context, schema typed, block, summary string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var problem *client.Problem
	if !errors.As(err, &problem) || len(problem.Violations) == 0 {
		diags.AddError(summary, sentence(err))
		return diags
	}
	for _, violation := range problem.Violations {
		detail := fmt.Sprintf(": %s.\n\n%s", strings.TrimRight(violation.Message, "."), sentence(err))
		if at, found := attributeOf(ctx, schema, block, violation.Field); found {
			outermost := path.Root(at.Steps()[0].String())
			diags.AddAttributeError(outermost, summary, at.String()+detail)
		} else {
			diags.AddError(summary, violation.Field+detail)
		}
	}
	return diags
}

// attributeOf finds the attribute that sets a field of a namespace's spec: in the abstraction's block, under its own name, or, where the
// schema does not go as deep as the field does, the nearest one around it.
func attributeOf(ctx context.Context, schema typed, block, field string) (path.Path, bool) {
	if label, found := strings.CutPrefix(field, "labels."); found {
		return path.Root("labels").AtMapKey(label), true // its key may have dots of its own
	}
	switch field {
	case "abstraction":
		field = block
	case "retention":
		field = "deletion_retention"
	}
	steps := strings.Split(field, ".")
	for depth := len(steps); depth > 0; depth-- {
		for _, at := range []path.Path{path.Root(block).AtName(steps[0]), path.Root(steps[0])} {
			for _, step := range steps[1:depth] {
				at = at.AtName(step)
			}
			if kind, diags := schema.TypeAtPath(ctx, at); kind != nil && !diags.HasError() {
				return at, true
			}
		}
	}
	return path.Empty(), false
}

func sentence(err error) string {
	text := err.Error()
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}
