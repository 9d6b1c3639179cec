#include "geo/vector/layer.h"

#include "geo/error.h"
#include "geo/vector/polygon_reader.h"
#include "geo/vector/row_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <cpl_json.h>
#include <ogr_recordbatch.h>

namespace geo::gdal {

namespace {

constexpr const char* nested_name = "raw";

Column::Type type_of(OGRFieldType type) {
    if (type == OFTInteger || type == OFTInteger64) return Column::Type::integer;
    return type == OFTReal ? Column::Type::real : Column::Type::text;
}

Column::Type type_of(const CPLJSONObject& value) {
    const auto type = value.GetType();
    if (type == CPLJSONObject::Type::Integer || type == CPLJSONObject::Type::Long) return Column::Type::integer;
    return type == CPLJSONObject::Type::Double ? Column::Type::real : Column::Type::text;
}

CPLJSONObject parse_object(const char* text) {
    CPLJSONDocument document;
    const Messages silent;
    if (text == nullptr || !document.LoadMemory(std::string(text))) return CPLJSONObject();
    return document.GetRoot();
}

std::string json_text(const CPLJSONObject& object, const std::string& key) {
    const auto value = object.GetObj(key);
    if (!value.IsValid() || value.GetType() == CPLJSONObject::Type::Null) return {};
    return value.ToString();
}

/// Fetches a batch of columns without building features; GeoPackage does this several times faster than feature by
/// feature.
class ArrowReader {
public:
    explicit ArrowReader(OGRLayer& layer) {
        CPLStringList options;
        options.SetNameValue("MAX_FEATURES_IN_BATCH", "65536");
        options.SetNameValue("INCLUDE_FID", "NO");
        open_ = layer.GetArrowStream(&stream_, options.List()) && stream_.get_schema(&stream_, &schema_) == 0;
    }
    ~ArrowReader() {
        if (schema_.release != nullptr) schema_.release(&schema_);
        if (stream_.release != nullptr) stream_.release(&stream_);
    }
    ArrowReader(const ArrowReader&) = delete;
    ArrowReader& operator=(const ArrowReader&) = delete;

    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] const ArrowSchema& schema() const { return schema_; }

    /// Child of a batch by its name, or -1.
    [[nodiscard]] std::int64_t find(const std::string& name) const {
        for (std::int64_t c = 0; c < schema_.n_children; ++c) {
            if (name == schema_.children[c]->name) return c;
        }
        return -1;
    }

    /// \return whether there is another batch; the caller releases it
    bool next(ArrowArray& batch) { return stream_.get_next(&stream_, &batch) == 0 && batch.release != nullptr; }

private:
    ArrowArrayStream stream_{};
    ArrowSchema schema_{};
    bool open_ = false;
};

bool is_null(const ArrowArray& array, std::int64_t row) {
    const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
    const auto at = static_cast<std::size_t>(row + array.offset);
    return array.null_count != 0 && bits != nullptr && (bits[at / 8] >> (at % 8) & 1) == 0;
}

std::string_view text_at(const ArrowArray& array, std::int64_t row) {
    if (is_null(array, row)) return {};
    const auto* offsets = static_cast<const std::int32_t*>(array.buffers[1]) + array.offset + row;
    return {static_cast<const char*>(array.buffers[2]) + offsets[0], static_cast<std::size_t>(offsets[1] - offsets[0])};
}

/// A value of an integer or real column in any of the widths OGR uses.
double number_at(const ArrowArray& array, char format, std::int64_t row) {
    const auto at = row + array.offset;
    const void* data = array.buffers[1];
    switch (format) {
        case 'g':
            return static_cast<const double*>(data)[at];
        case 'f':
            return static_cast<const float*>(data)[at];
        case 'l':
            return static_cast<double>(static_cast<const std::int64_t*>(data)[at]);
        case 'i':
            return static_cast<const std::int32_t*>(data)[at];
        default:
            return static_cast<const std::int16_t*>(data)[at];  // 's'
    }
}

bool is_number_format(const char* format) {
    return std::strchr("gflis", format[0]) != nullptr && format[1] == '\0';
}

}  // namespace

LayerView::LayerView(OGRLayer& layer, std::string label) : layer_(&layer), label_(std::move(label)) {
    const auto* definition = layer.GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i) {
        const auto* field = definition->GetFieldDefn(i);
        fields_.push_back({field->GetNameRef(), type_of(field->GetType())});
        if (EQUAL(field->GetNameRef(), nested_name) && field->GetType() == OFTString) raw_field_ = i;
    }
    plain_fields_ = fields_.size();
    if (raw_field_ < 0) return;
    layer.ResetReading();
    const OGRFeatureUniquePtr first(layer.GetNextFeature());
    layer.ResetReading();
    if (!first) return;
    const auto object = parse_object(first->GetFieldAsString(raw_field_));
    if (object.GetType() != CPLJSONObject::Type::Object) return;
    for (const auto& child : object.GetChildren()) {
        fields_.push_back({fmt::format("{}.{}", nested_name, child.GetName()), type_of(child)});
    }
}

bool LayerView::has_polygons() const {
    const auto type = wkbFlatten(layer_->GetGeomType());
    return type == wkbUnknown || type == wkbGeometryCollection || OGR_GT_IsSurface(type) ||
           OGR_GT_IsSubClassOf(type, wkbMultiSurface);
}

std::string LayerView::crs_wkt() const {
    return wkt_of(layer_->GetSpatialRef());
}

std::vector<std::vector<std::string>> LayerView::sample(std::size_t count) const {
    std::vector<std::vector<std::string>> rows;
    const Messages messages;
    layer_->ResetReading();
    while (rows.size() < count) {
        const OGRFeatureUniquePtr feature(layer_->GetNextFeature());
        if (!feature) break;
        const auto nested = raw_field_ >= 0 ? parse_object(feature->GetFieldAsString(raw_field_)) : CPLJSONObject();
        std::vector<std::string> row;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            const int field = static_cast<int>(i);
            if (i >= plain_fields_) {
                row.push_back(json_text(nested, fields_[i].name.substr(std::strlen(nested_name) + 1)));
            } else {
                row.emplace_back(feature->IsFieldSetAndNotNull(field) ? feature->GetFieldAsString(field) : "");
            }
        }
        rows.push_back(std::move(row));
    }
    layer_->ResetReading();
    return rows;
}

LayerRows LayerView::read(const std::vector<Field>& wanted, bool polygons, const std::string& where) const {
    LayerRows out;
    RowWriter writer(out.table, wanted, fields_);
    const Messages messages;
    if (layer_->SetAttributeFilter(where.empty() ? nullptr : where.c_str()) != OGRERR_NONE) {
        fail("{}: the condition \"{}\" is not understood ({})", label_, where, messages.failure());
    }
    const bool nested =
        std::any_of(wanted.begin(), wanted.end(), [&](const Field& f) { return f.field >= plain_fields_; });
    if (where.empty()) ignore_others(wanted, nested, polygons);
    layer_->ResetReading();
    if (polygons || nested || !where.empty() || !read_batches(wanted, writer)) {
        read_features(wanted, nested, writer, polygons ? &out : nullptr);
    }
    layer_->SetIgnoredFields(nullptr);
    layer_->SetAttributeFilter(nullptr);
    if (messages.failed() && !where.empty()) {
        fail("{}: the condition \"{}\" cannot be used ({}); its columns are {}", label_, where, messages.failure(),
             field_names(fields_));
    }
    if (messages.failed()) fail("{}: the file is damaged or cut off ({})", label_, messages.failure());
    for (const auto& column : out.table.columns) refuse_text(column, label_);
    return out;
}

void LayerView::ignore_others(const std::vector<Field>& wanted, bool nested, bool polygons) const {
    CPLStringList ignored;
    for (std::size_t i = 0; i < plain_fields_; ++i) {
        const bool used = std::any_of(wanted.begin(), wanted.end(), [&](const Field& f) { return f.field == i; }) ||
                          (nested && static_cast<int>(i) == raw_field_);
        if (!used) ignored.AddString(fields_[i].name.c_str());
    }
    if (!polygons) ignored.AddString("OGR_GEOMETRY");
    ignored.AddString("OGR_STYLE");
    layer_->SetIgnoredFields(const_cast<const char**>(ignored.List()));
}

bool LayerView::read_batches(const std::vector<Field>& wanted, RowWriter& writer) const {
    ArrowReader arrow(*layer_);
    if (!arrow.open()) return false;
    std::vector<std::int64_t> child;  // [wanted] into the batch
    for (const auto& want : wanted) {
        child.push_back(arrow.find(fields_[want.field].name));
        if (child.back() < 0) return false;
        const char* format = arrow.schema().children[child.back()]->format;
        if (std::strcmp(format, "u") != 0 && (writer.takes_text(want) || !is_number_format(format))) return false;
    }
    ArrowArray batch{};
    while (arrow.next(batch)) {
        for (std::int64_t row = 0; row < batch.length; ++row) {
            const auto text = [&](std::size_t i) { return text_at(*batch.children[child[i]], row); };
            if (!writer.begin_row(text)) continue;
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                if (wanted[i].kind == Field::Kind::cell) continue;
                const auto& array = *batch.children[child[i]];
                const char format = arrow.schema().children[child[i]]->format[0];
                auto& column = writer.column(i);
                if (is_null(array, row)) {
                    column.missing_value();
                } else if (format == 'u') {
                    column.text(text(i));
                } else {
                    column.number(number_at(array, format, row));
                }
            }
        }
        batch.release(&batch);
        batch = {};
    }
    return true;
}

void LayerView::read_features(const std::vector<Field>& wanted, bool nested, RowWriter& writer,
                              LayerRows* geometry) const {
    Polygons none;
    GeometryNotes no_notes;
    PolygonReader polygons(geometry != nullptr ? geometry->polygons : none,
                           geometry != nullptr ? geometry->notes : no_notes);
    for (OGRFeatureUniquePtr feature(layer_->GetNextFeature()); feature; feature.reset(layer_->GetNextFeature())) {
        const auto as_text = [&](std::size_t i) {
            return std::string_view(feature->GetFieldAsString(static_cast<int>(wanted[i].field)));
        };
        if (!writer.begin_row(as_text)) continue;
        const auto object = nested ? parse_object(feature->GetFieldAsString(raw_field_)) : CPLJSONObject();
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i].kind == Field::Kind::cell) continue;
            auto& column = writer.column(i);
            const int field = static_cast<int>(wanted[i].field);
            if (wanted[i].field >= plain_fields_) {
                const auto text = json_text(object, fields_[wanted[i].field].name.substr(std::strlen(nested_name) + 1));
                text.empty() ? column.missing_value() : column.text(text);
            } else if (!feature->IsFieldSetAndNotNull(field)) {
                column.missing_value();
            } else if (!writer.takes_text(wanted[i]) && fields_[wanted[i].field].type != Column::Type::text) {
                column.number(feature->GetFieldAsDouble(field));
            } else {
                column.text(as_text(i));
            }
        }
        if (geometry != nullptr) polygons.add(feature->GetGeometryRef());
    }
}

}  // namespace geo::gdal
