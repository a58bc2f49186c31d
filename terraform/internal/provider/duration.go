package provider

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = durationType{}
	_ basetypes.StringValuableWithSemanticEquals = durationValue{}
	_ xattr.ValidateableAttribute                = durationValue{}
)

// durationType is an ISO-8601 duration of days and below. Two that last equally long are equal, so that PT168H does not fight with P7D.
type durationType struct{ basetypes.StringType }

type durationValue struct{ basetypes.StringValue }

func (t durationType) String() string { return "durationType" }

func (t durationType) Equal(other attr.Type) bool {
	_, same := other.(durationType)
	return same
}

func (t durationType) ValueType(context.Context) attr.Value { return durationValue{} }

func (t durationType) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return durationValue{value}, nil
}

func (t durationType) ValueFromTerraform(ctx context.Context, value tftypes.Value) (attr.Value, error) {
	text, err := t.StringType.ValueFromTerraform(ctx, value)
	if err != nil {
		return nil, err
	}
	plain, ok := text.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("a duration is a string, not a %T", text)
	}
	return durationValue{plain}, nil
}

func (v durationValue) Type(context.Context) attr.Type { return durationType{} }

func (v durationValue) Equal(other attr.Value) bool {
	that, same := other.(durationValue)
	return same && v.StringValue.Equal(that.StringValue)
}

func (v durationValue) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	that, same := other.(durationValue)
	if !same {
		return false, nil
	}
	mine, ok := parseDuration(v.ValueString())
	theirs, okToo := parseDuration(that.ValueString())
	return ok && okToo && mine == theirs, nil
}

func (v durationValue) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, ok := parseDuration(v.ValueString()); !ok {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a duration",
			fmt.Sprintf("%q is not an ISO-8601 duration of days, hours, minutes and seconds, such as P90D, PT12H or P1DT30M.", v.ValueString()))
	}
}

var durationPattern = regexp.MustCompile(`^P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$`)

// parseDuration reads what the API reads: no months or years, whose length depends on the day; a day is 24 hours.
func parseDuration(text string) (time.Duration, bool) {
	parts := durationPattern.FindStringSubmatch(text)
	if parts == nil || text[len(text)-1] == 'P' || text[len(text)-1] == 'T' {
		return 0, false
	}
	total := time.Duration(0)
	for i, unit := range []string{"", "h", "m", "s"} {
		digits := parts[i+1]
		if digits == "" {
			continue
		}
		scale := time.Duration(1)
		if unit == "" {
			unit, scale = "h", 24
		}
		part, err := time.ParseDuration(digits + unit)
		if err != nil || part > (1<<62)/scale || total > 1<<62 {
			return 0, false
		}
		total += part * scale
	}
	return total, true
}
