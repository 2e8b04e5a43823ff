package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads how much: at most one size, however many fields give it. */
final class SizeField {
  private static final List<String> FIELDS = List.of("size", "sizeUsd", "sizePercent");

  private SizeField() {}

  private record Named(String name, Size size) {}

  static @Nullable Size read(AlertFields fields, @Nullable Action action) {
    List<String> given = FIELDS.stream().flatMap(field -> fields.given(field).stream()).toList();
    if (action == Action.SYNC) {
      given.forEach(name -> fields.ignore(name, "by sync, which goes by positionAfter"));
      return null;
    }
    if (action == Action.CANCEL) {
      given.forEach(name ->
          fields.refuse(
              name
                  + " is not for cancel, which takes all resting entry orders of the market away;"
                  + " leave it out"));
      return null;
    }
    if (given.isEmpty() && action != null && action.needsSize()) {
      fields.refuseMissing(
          Refusal.INVALID,
          "size",
          "send exactly one of size (base units), sizeUsd and sizePercent; to get out of everything"
              + " send action close");
    }
    List<Named> sizes = new ArrayList<>();
    add(sizes, fields, "size", name -> base(fields, name));
    add(sizes, fields, "sizeUsd", name -> usd(fields, name));
    add(sizes, fields, "sizePercent", name -> percent(fields, name));
    if (sizes.isEmpty()) {
      return null;
    }
    Named first = sizes.getFirst();
    for (Named other : sizes) {
      if (!other.size().equals(first.size())) {
        fields.refuse(
            first.name() + " and " + other.name() + " give different sizes; send exactly one");
        return null;
      }
    }
    return first.size();
  }

  private static void add(
      List<Named> sizes, AlertFields fields, String field, Function<String, @Nullable Size> read) {
    for (String name : fields.given(field)) {
      Size size = read.apply(name);
      if (size != null) {
        sizes.add(new Named(name, size));
      }
    }
  }

  private static @Nullable Size base(AlertFields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    if (text.endsWith("%")) {
      return percent(fields, name);
    }
    BigDecimal value = number(fields, name, text, "sizeUsd");
    return value == null ? null : new Size.Base(value);
  }

  private static @Nullable Size usd(AlertFields fields, String name) {
    String text = fields.text(name);
    BigDecimal value = text == null ? null : number(fields, name, text, name);
    return value == null ? null : new Size.Usd(value);
  }

  private static @Nullable Size percent(AlertFields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    String bare = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
    BigDecimal value = number(fields, name, bare, "sizeUsd");
    return value == null ? null : new Size.Percent(value);
  }

  private static @Nullable BigDecimal number(
      AlertFields fields, String name, String text, String nameOfDollars) {
    switch (Numbers.read(text)) {
      case Numbers.Result.Not(String why, String dollars) -> {
        boolean usd = dollars != null && !nameOfDollars.equals(name);
        fields.refuse(
            usd
                ? name + " is in dollars: send that as sizeUsd, without sign or coin name"
                : name + " " + why);
        return null;
      }
      case Numbers.Result.Is(BigDecimal value) -> {
        if (value.signum() == 0) {
          fields.refuse(
              name
                  + " is 0, which is no order: to get out send action close, for all of it without a size");
          return null;
        }
        if (value.signum() < 0) {
          fields.refuse(name + " is below zero: action says the direction, size how much");
          return null;
        }
        return value;
      }
    }
  }
}
