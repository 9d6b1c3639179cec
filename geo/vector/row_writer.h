#pragma once

#include "geo/column_writer.h"
#include "geo/vector/source.h"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace geo {

/// Brings the values of a row where they belong: ids to cells, the rest to columns.
class RowWriter {
public:
    RowWriter(Rows& rows, const std::vector<Field>& wanted, const std::vector<Source::FieldInfo>& fields)
        : rows_(rows), fields_(fields) {
        for (const auto& want : wanted) {
            target_.push_back(rows.columns.size());
            if (want.kind == Field::Kind::cell) {
                id_ = target_.size() - 1;
                continue;
            }
            Column column;
            column.name = fields[want.field].name;
            column.type = want.kind == Field::Kind::number ? Column::Type::real
                          : takes_text(want)               ? Column::Type::text
                                                           : fields[want.field].type;
            rows.columns.push_back(std::move(column));
        }
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (i != id_) columns_.emplace_back(rows.columns[target_[i]], wanted[i].kind);
        }
    }

    [[nodiscard]] bool takes_text(const Field& want) const {
        return want.kind == Field::Kind::text || want.kind == Field::Kind::cell ||
               (want.kind == Field::Kind::native && fields_[want.field].type == Column::Type::text);
    }

    /// \param text field i of this row as text \return whether the row counts; one without a readable cell id does not
    bool begin_row(const auto& text) {
        if (id_ != none) {
            const auto cell = parse_cell(text(id_));
            if (!cell) {
                if (rows_.dropped_ids++ == 0) rows_.first_dropped = Sentence("'{}'", text(id_));
                return false;
            }
            rows_.cells.push_back(*cell);
        }
        ++rows_.rows;
        return true;
    }

    /// Writer of the column of wanted field i, which is no cell id.
    ColumnWriter& column(std::size_t i) { return columns_[target_[i]]; }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    Rows& rows_;
    const std::vector<Source::FieldInfo>& fields_;
    std::vector<std::size_t> target_;  // [wanted] into rows.columns
    std::vector<ColumnWriter> columns_;
    std::size_t id_ = none;
};

}  // namespace geo
