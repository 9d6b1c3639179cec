#version 330 core
// Which cell lies under a pixel: one fetch from the picture of the cells.
uniform usampler2D cells;      // cell + 1 by column and row, halved `level` times
uniform int level;
uniform ivec2 size;            // of that picture
uniform ivec2 centre;          // cell under the view's centre, from the picture's lower left corner
uniform vec2 centre_part;      // where in it, from 0 to 1
uniform float cells_per_pixel;
uniform vec2 half_size;        // of the map, pixels
out uint drawn;

void main() {
    vec2 from_centre = vec2(gl_FragCoord.x - half_size.x, half_size.y - gl_FragCoord.y) * cells_per_pixel;
    ivec2 texel = (centre + ivec2(floor(from_centre + centre_part))) >> level;
    bool inside = all(greaterThanEqual(texel, ivec2(0))) && all(lessThan(texel, size));
    drawn = inside ? texelFetch(cells, texel, 0).r : 0u;
}
